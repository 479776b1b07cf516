package io.reprise.cli.compare.match;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Counts what a comparison finds, and keeps the earliest differences of each kind. Confined to one
 * thread.
 */
public final class Tally {
  private final int kept;
  private final Map<DifferenceKind, Long> counts = new EnumMap<>(DifferenceKind.class);
  private final Map<DifferenceKind, PriorityQueue<Difference>> earliest =
      new EnumMap<>(DifferenceKind.class);
  private long same;
  private long groups;
  private long groupsWithoutOrder;

  /**
   * @param kept how many differences of each kind are kept
   */
  public Tally(int kept) {
    this.kept = kept;
  }

  /** Counts a record that both sides have, with the same content and in the same order. */
  void addSame() {
    same++;
  }

  /**
   * Counts a group of records.
   *
   * @param hasOrder whether the order of its records was compared, or it has no order
   */
  void addGroup(boolean hasOrder) {
    groups++;
    groupsWithoutOrder += hasOrder ? 0 : 1;
  }

  void add(Difference difference) {
    counts.merge(difference.kind(), 1L, Long::sum);
    var latestFirst =
        earliest.computeIfAbsent(
            difference.kind(),
            kind -> new PriorityQueue<>(Collections.reverseOrder(Difference.BY_TIME)));
    latestFirst.add(difference);
    if (latestFirst.size() > kept) {
      latestFirst.remove();
    }
  }

  /** Returns how many records both sides have, with the same content and in the same order. */
  public long same() {
    return same;
  }

  /** Returns the number of differences of a kind. */
  public long count(DifferenceKind kind) {
    return counts.getOrDefault(kind, 0L);
  }

  /** Returns the number of differences of all kinds. */
  public long differences() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns the number of groups, which are keys, that were compared. */
  public long groups() {
    return groups;
  }

  /**
   * Returns the number of groups whose records are in several partitions of one side, so that they
   * have no order.
   */
  public long groupsWithoutOrder() {
    return groupsWithoutOrder;
  }

  /**
   * Returns some of the earliest differences in the order of their times. Each kind that was found
   * is among them, if {@code most} allows, also if another kind has all of the earliest.
   */
  public List<Difference> samples(int most) {
    var kinds = new ArrayList<Deque<Difference>>();
    for (var queue : earliest.values()) {
      var ordered = new ArrayList<>(queue);
      ordered.sort(Difference.BY_TIME);
      kinds.add(new ArrayDeque<>(ordered));
    }
    var samples = new ArrayList<Difference>();
    while (samples.size() < most && kinds.stream().anyMatch(kind -> !kind.isEmpty())) {
      for (var kind : kinds) {
        var next = kind.poll();
        if (next != null && samples.size() < most) {
          samples.add(next);
        }
      }
    }
    samples.sort(Difference.BY_TIME);
    return samples;
  }
}
