package io.reprise.store.archive.segment.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.store.OffsetRange;
import io.reprise.store.archive.CorruptArchiveException;
import io.reprise.store.archive.segment.Codec;
import io.reprise.store.archive.segment.StoredSegment;
import io.reprise.store.archive.segment.UnusualRecords;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentIndexTest {
  private static final int BLOCKS = 300;

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 63, 64, 1_000, 200_000})
  void findsAllBlocksOfEveryKeyAndFewOthers(int keys) {
    var model = new TreeMap<Integer, TreeSet<Integer>>();
    var index = index(keys, 60_000, model);
    long extra = 0;

    for (var key : model.entrySet()) {
      int[] found = index.blocksOf(key("user-", key.getKey()));
      assertThat(found).isSorted().contains(ints(key.getValue()));
      extra += found.length - key.getValue().size();
    }

    assertThat(extra).isLessThan(60_000 / 5);
  }

  @Test
  void findsNoBlocksForMostAbsentKeys() {
    var index = index(50_000, 60_000, new TreeMap<>());

    int passed = 0;
    for (int i = 0; i < 100_000; i++) {
      passed += index.blocksOf(key("nobody-", i)).length > 0 ? 1 : 0;
    }

    assertThat(passed).isLessThan(200);
  }

  @Test
  void takesTwoBytesPerEventIfKeysRepeatAFewTimes() {
    var index = index(10_000, 100_000, new TreeMap<>());

    assertThat(index.bytes()).isLessThan(220_000);
  }

  @Test
  void doesNotIndexNullKeysButIndexesEmptyOnes() {
    var builder = new IndexBuilder(Codec.ZSTD, 0);
    builder.add(0, 0, null);
    builder.endBlock(0, 100, 200, 1);
    builder.add(1, 0, new byte[0]);
    builder.endBlock(100, 100, 200, 1);
    var index = SegmentIndex.parse("idx", builder.build(new OffsetRange(0, 2), 50));

    assertThat(index.blocksOf(new byte[0])).containsExactly(1);
    assertThat(index.blocksOf(new byte[1])).isEmpty();
  }

  @Test
  void aSegmentWithoutRecordsHasOneHole() {
    var bytes = new IndexBuilder(Codec.SNAPPY, 5).build(new OffsetRange(5, 12), 50);
    var index = SegmentIndex.parse("idx", bytes);

    assertThat(index.range()).isEqualTo(new OffsetRange(5, 12));
    assertThat(index.holes()).containsExactly(new OffsetRange(5, 12));
    assertThat(index.blocksOf(new byte[1])).isEmpty();
    assertThat(index.blocks()).isEmpty();
  }

  @Test
  void listsTheHolesOfAllBlocks() {
    var builder = new IndexBuilder(Codec.ZSTD, 10);
    builder.add(12, 0, null);
    builder.add(14, 0, null);
    builder.endBlock(0, 100, 200, 1);
    builder.add(20, 0, null);
    builder.endBlock(100, 100, 200, 1);
    var index = SegmentIndex.parse("idx", builder.build(new OffsetRange(10, 25), 50));

    assertThat(index.holes())
        .containsExactly(
            new OffsetRange(10, 12),
            new OffsetRange(13, 14),
            new OffsetRange(15, 20),
            new OffsetRange(21, 25));
    assertThat(index.block(0).range()).isEqualTo(new OffsetRange(10, 15));
    assertThat(index.block(1).range()).isEqualTo(new OffsetRange(15, 25));
  }

  @Test
  void reportsAVersionThatNeedsANewerBuild() {
    var bytes = new IndexBuilder(Codec.ZSTD, 0).build(new OffsetRange(0, 1), 50);
    bytes[IndexLayout.VERSION_AT] = 2;

    assertThatThrownBy(() -> SegmentIndex.parse("idx", resealed(bytes)))
        .isInstanceOf(CorruptArchiveException.class)
        .hasMessageContaining("'idx'")
        .hasMessageContaining("version 2")
        .hasMessageContaining("newer build");
  }

  /** Damaged fields with a valid checksum: a reader must report corruption, not fail otherwise. */
  @Test
  void reportsCorruptionForDamagedFieldsWithAValidChecksum() throws IOException {
    var records = new UnusualRecords(3, 0).next(600);
    var range = new OffsetRange(0, records.get(599).offset() + 1);
    var good = StoredSegment.of(directory, Codec.ZSTD, range, records).index();
    var random = new Random(11);

    for (int round = 0; round < 5_000; round++) {
      var bytes = good.clone();
      int body = bytes.length - IndexLayout.CHECKSUM_BYTES;
      int within = round % 2 == 0 ? body : IndexLayout.HEAD_BYTES + IndexLayout.ROW_BYTES;
      bytes[random.nextInt(within)] = (byte) random.nextInt();
      useAll(resealed(bytes));
    }
  }

  private static void useAll(byte[] bytes) {
    try {
      var index = SegmentIndex.parse("idx", bytes);
      index.holes();
      for (int user = 0; user < 20; user++) {
        index.blocksOf(key("user-", user));
      }
    } catch (CorruptArchiveException e) {
      assertThat(e.object()).isEqualTo("idx");
    }
  }

  private static byte[] resealed(byte[] bytes) {
    var crc = new CRC32C();
    int body = bytes.length - IndexLayout.CHECKSUM_BYTES;
    crc.update(bytes, 0, body);
    ByteBuffer.wrap(bytes).putInt(body, (int) crc.getValue());
    return bytes;
  }

  /**
   * An index over {@code events}, spread evenly over the blocks; records in {@code model} the
   * blocks of each key.
   */
  private static SegmentIndex index(int keys, int events, Map<Integer, TreeSet<Integer>> model) {
    var random = new Random(keys);
    var builder = new IndexBuilder(Codec.ZSTD, 0);
    for (int i = 0; i < events; i++) {
      int key = random.nextInt(keys);
      int block = i / (events / BLOCKS);
      builder.add(i, 0, key("user-", key));
      model.computeIfAbsent(key, k -> new TreeSet<>()).add(block);
      if ((i + 1) % (events / BLOCKS) == 0) {
        builder.endBlock(block * 100L, 100, 200, block);
      }
    }
    if (events % (events / BLOCKS) != 0) {
      builder.endBlock(BLOCKS * 100L, 100, 200, 0);
    }
    return SegmentIndex.parse("idx", builder.build(new OffsetRange(0, events), 50));
  }

  private static byte[] key(String prefix, int number) {
    return (prefix + number).getBytes(StandardCharsets.UTF_8);
  }

  private static int[] ints(TreeSet<Integer> values) {
    return values.stream().mapToInt(i -> i).toArray();
  }
}
