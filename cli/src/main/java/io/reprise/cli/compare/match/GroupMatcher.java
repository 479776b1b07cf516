package io.reprise.cli.compare.match;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Compares the records of one group. Confined to one thread.
 *
 * <ol>
 *   <li>Records that both sides have in the same order are put side by side.
 *   <li>Of the others, those with the same id are out of order.
 *   <li>If records are matched by key, an id is a content, so a record that has changed has no
 *       counterpart yet. It gets one that is in the same place: between the same two records of
 *       step 1. So one missing record does not make all later records of its key different.
 *   <li>What is left has only one side.
 * </ol>
 */
final class GroupMatcher {
  private final Correspondence records;
  private final Tally tally;

  GroupMatcher(Correspondence records, Tally tally) {
    this.records = records;
    this.tally = tally;
  }

  /**
   * Compares the records of a group.
   *
   * @param left the records of the left side, ordered by position
   * @param right the records of the right side, ordered by position
   */
  void match(List<Entry> left, List<Entry> right) {
    boolean isOrdered = areInOnePartition(left) && areInOnePartition(right);
    tally.addGroup(isOrdered || haveOneId(left, right));
    List<Alignment.Pair> aligned = isOrdered ? Alignment.of(left, right, records) : List.of();
    for (var pair : aligned) {
      addPair(left.get(pair.left()), right.get(pair.right()), true);
    }
    var openLeft = all(left.size());
    var openRight = all(right.size());
    aligned.forEach(pair -> close(pair, openLeft, openRight));
    for (var pair : SameId.pairs(left, indexes(openLeft), right, indexes(openRight))) {
      addPair(left.get(pair.left()), right.get(pair.right()), !isOrdered);
      close(pair, openLeft, openRight);
    }
    addRest(left, openLeft, right, openRight, aligned);
  }

  private static boolean areInOnePartition(List<Entry> side) {
    return side.stream().mapToInt(Entry::partition).distinct().limit(2).count() <= 1;
  }

  /** Returns whether all records have the same id, so that their order does not matter. */
  private static boolean haveOneId(List<Entry> left, List<Entry> right) {
    return Stream.concat(left.stream(), right.stream()).map(Entry::id).distinct().limit(2).count()
        <= 1;
  }

  private static boolean[] all(int size) {
    var all = new boolean[size];
    Arrays.fill(all, true);
    return all;
  }

  private static void close(Alignment.Pair pair, boolean[] openLeft, boolean[] openRight) {
    openLeft[pair.left()] = false;
    openRight[pair.right()] = false;
  }

  private static int[] indexes(boolean[] isOpen) {
    return IntStream.range(0, isOpen.length).filter(i -> isOpen[i]).toArray();
  }

  private void addPair(Entry left, Entry right, boolean isInOrder) {
    if (!records.tolerances().areEqual(left, right)) {
      tally.add(Difference.of(left, right));
    } else if (!isInOrder) {
      tally.add(Difference.outOfOrder(left, right));
    } else {
      tally.addSame();
    }
  }

  /** Adds the records without a counterpart, place by place. */
  private void addRest(
      List<Entry> left,
      boolean[] openLeft,
      List<Entry> right,
      boolean[] openRight,
      List<Alignment.Pair> aligned) {
    int fromLeft = 0;
    int fromRight = 0;
    for (var pair : aligned) {
      addPlace(
          some(left, openLeft, fromLeft, pair.left()),
          some(right, openRight, fromRight, pair.right()));
      fromLeft = pair.left() + 1;
      fromRight = pair.right() + 1;
    }
    addPlace(
        some(left, openLeft, fromLeft, left.size()),
        some(right, openRight, fromRight, right.size()));
  }

  private static List<Entry> some(List<Entry> side, boolean[] isOpen, int from, int to) {
    var some = new ArrayList<Entry>();
    for (int i = from; i < to; i++) {
      if (isOpen[i]) {
        some.add(side.get(i));
      }
    }
    return some;
  }

  /** Adds the records without a counterpart that are in the same place of both sides. */
  private void addPlace(List<Entry> left, List<Entry> right) {
    int changed = records.by() == MatchBy.KEY ? Math.min(left.size(), right.size()) : 0;
    for (int i = 0; i < changed; i++) {
      addPair(left.get(i), right.get(i), true);
    }
    left.stream().skip(changed).map(Difference::onlyLeft).forEach(tally::add);
    right.stream().skip(changed).map(Difference::onlyRight).forEach(tally::add);
  }
}
