package io.reprise.replay.group;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The moves of the topic of moves, each in its newest state. Immutable.
 *
 * @param end the exclusive end of what was read of the topic
 * @param moves by id, in the order in which the moves began
 */
record MoveHistory(long end, Map<String, Entry> moves) {
  static final MoveHistory EMPTY = new MoveHistory(0, Map.of());

  /**
   * A move and where it began.
   *
   * @param begun offset of the move's first record that was read
   */
  record Entry(long begun, GroupMove move) {}

  /**
   * Adds a record of the topic to moves. Records must be added in the order of the topic.
   *
   * @param moves by id
   */
  static void add(Map<String, Entry> moves, long offset, GroupMove move) {
    var known = moves.get(move.id());
    moves.put(move.id(), new Entry(known == null ? offset : known.begun(), move));
  }

  /** Returns the moves of a group, newest first. */
  List<GroupMove> of(String group) {
    var found = new ArrayList<>(entries(group));
    found.sort(Comparator.comparingLong(Entry::begun).reversed());
    return found.stream().map(Entry::move).toList();
  }

  private List<Entry> entries(String group) {
    return moves.values().stream().filter(entry -> entry.move().group().equals(group)).toList();
  }

  /** Returns a move of a group. */
  Optional<GroupMove> find(String group, String id) {
    return Optional.ofNullable(moves.get(id))
        .map(Entry::move)
        .filter(move -> move.group().equals(group));
  }

  /** Returns a move of the group for which a worker may be changing offsets now. */
  Optional<GroupMove> underWay(String group, Instant now) {
    return of(group).stream().filter(move -> move.isUnderWay(now)).findFirst();
  }

  /**
   * Returns a move of the same group that began at {@code from} or later, but before {@code move}.
   *
   * @param from offset of the topic
   * @param begun offset of the first record of {@code move}
   */
  Optional<GroupMove> between(long from, long begun, GroupMove move) {
    return entries(move.group()).stream()
        .filter(entry -> entry.begun() >= from && entry.begun() < begun)
        .map(Entry::move)
        .filter(other -> !other.id().equals(move.id()))
        .findFirst();
  }

  /**
   * Returns the newest move that may have changed an offset after {@code move} did: a move of the
   * same group, topic and partition. Such a move has to be undone first.
   */
  Optional<GroupMove> laterThan(GroupMove move) {
    var first = moves.get(move.id());
    return first == null
        ? Optional.empty()
        : entries(move.group()).stream()
            .filter(entry -> entry.begun() > first.begun())
            .map(Entry::move)
            .filter(later -> later.topicId().equals(move.topicId()))
            .filter(later -> !isUndone(later))
            .filter(later -> later.kind() != MoveKind.UNDO)
            .filter(later -> overlap(later, move))
            .reduce((older, newer) -> newer);
  }

  /** Returns whether a later move has put back what this move has changed. */
  boolean isUndone(GroupMove move) {
    return entries(move.group()).stream()
        .map(Entry::move)
        .anyMatch(undo -> move.id().equals(undo.undoes()) && undo.state() == GroupMove.State.DONE);
  }

  private static boolean overlap(GroupMove one, GroupMove other) {
    return one.partitions().stream().anyMatch(p -> other.mayHaveChanged(p.partition()))
        && one.state() != GroupMove.State.WITHDRAWN;
  }
}
