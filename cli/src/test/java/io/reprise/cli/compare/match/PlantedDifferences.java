package io.reprise.cli.compare.match;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Two sides that are equal but for differences of every kind, which are chosen by a seed. Between
 * two differences of a key there is at least one record without a difference, so that it is certain
 * which differences are to be found. The sides have different numbers of partitions.
 */
final class PlantedDifferences {
  private static final int LEFT_PARTITIONS = 3;
  private static final int RIGHT_PARTITIONS = 5;
  private static final long CHANGED = 1L << 40;

  private final Random random;
  private final List<Entry> entries = new ArrayList<>();
  private final long[] leftOffsets = new long[LEFT_PARTITIONS];
  private final long[] rightOffsets = new long[RIGHT_PARTITIONS];
  private final Map<DifferenceKind, Set<Long>> expected = new EnumMap<>(DifferenceKind.class);
  private final Map<Long, Long> swapped = new HashMap<>();
  private long same;

  PlantedDifferences(long seed, int keys) {
    this.random = new Random(seed);
    for (int key = 0; key < keys; key++) {
      addKey(key);
    }
    Collections.shuffle(entries, random);
  }

  private void addKey(long key) {
    int records = random.nextInt(30);
    boolean mayDiffer = true;
    for (int i = 0; i < records; i++) {
      long content = 1_000 * key + i;
      int choice = mayDiffer ? random.nextInt(12) : -1;
      mayDiffer = choice < 0 || choice > 3;
      if (choice == 3 && i + 1 < records) {
        swap(key, content);
        i++;
      } else {
        addRecord(key, content, choice);
      }
    }
  }

  private void addRecord(long key, long content, int choice) {
    left(key, content);
    switch (choice) {
      case 0 -> {
        right(key, content + CHANGED);
        expect(DifferenceKind.DIFFERENT, content);
      }
      case 1 -> expect(DifferenceKind.ONLY_LEFT, content);
      case 2 -> {
        right(key, content);
        right(key, content + CHANGED);
        expect(DifferenceKind.ONLY_RIGHT, content + CHANGED);
        same++;
      }
      default -> {
        right(key, content);
        same++;
      }
    }
  }

  /** Adds two records in another order on the right side. Either of them has been moved. */
  private void swap(long key, long content) {
    left(key, content);
    left(key, content + 1);
    right(key, content + 1);
    right(key, content);
    swapped.put(content + 1, content);
    expect(DifferenceKind.OUT_OF_ORDER, content);
    same++;
  }

  private void left(long key, long content) {
    int partition = (int) (key % LEFT_PARTITIONS);
    entries.add(TestEntries.entry(Side.LEFT, key, content, partition, leftOffsets[partition]++));
  }

  private void right(long key, long content) {
    int partition = (int) (key % RIGHT_PARTITIONS);
    entries.add(TestEntries.entry(Side.RIGHT, key, content, partition, rightOffsets[partition]++));
  }

  private void expect(DifferenceKind kind, long content) {
    expected.computeIfAbsent(kind, k -> new TreeSet<>()).add(content);
  }

  /** Returns the records of both sides in any order. */
  List<Entry> entries() {
    return entries;
  }

  /** Returns how many records both sides have in the same order. */
  long same() {
    return same;
  }

  /** Returns the contents by which the planted differences are known. */
  Map<DifferenceKind, Set<Long>> expected() {
    return expected;
  }

  /** Returns the contents by which the differences are known that were found. */
  Map<DifferenceKind, Set<Long>> found(List<Difference> differences) {
    var found = new EnumMap<DifferenceKind, Set<Long>>(DifferenceKind.class);
    for (var difference : differences) {
      var record = difference.left() == null ? difference.right() : difference.left();
      long content = record.content().low();
      found
          .computeIfAbsent(difference.kind(), k -> new TreeSet<>())
          .add(swapped.getOrDefault(content, content));
    }
    return found;
  }
}
