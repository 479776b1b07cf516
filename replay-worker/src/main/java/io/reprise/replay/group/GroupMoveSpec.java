package io.reprise.replay.group;

import io.reprise.replay.spec.RangeBound;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which offsets of a group are to be changed, and to what. Immutable.
 *
 * @param topic the topic whose offsets are changed; the group's offsets of other topics stay
 * @param partitions numbers of the partitions to move; all partitions if empty. Empty for UNDO,
 *     which puts back all partitions of the move
 * @param to for REWIND and FORWARD, where the group is to read on: an offset, offsets by partition,
 *     a time, earliest or latest. Null if {@code replay} says it
 * @param replay for REWIND and FORWARD, the id of a replay of the topic. A rewind goes to the start
 *     of what the replay has read, a forward to the end of it. Null if {@code to} says it
 * @param from for COPY, the group whose offsets are copied; otherwise null
 * @param move for UNDO, the id of the move to undo; otherwise null
 */
public record GroupMoveSpec(
    MoveKind kind,
    String topic,
    List<Integer> partitions,
    @Nullable RangeBound to,
    @Nullable String replay,
    @Nullable String from,
    @Nullable String move) {

  /**
   * @throws InvalidMoveException if a field is missing, or does not fit the kind of the move
   */
  public GroupMoveSpec(
      @Nullable MoveKind kind,
      @Nullable String topic,
      @Nullable List<Integer> partitions,
      @Nullable RangeBound to,
      @Nullable String replay,
      @Nullable String from,
      @Nullable String move) {
    if (kind == null) {
      throw new InvalidMoveException("kind is missing: send REWIND, FORWARD, COPY or UNDO");
    }
    if (topic == null || topic.isBlank()) {
      throw new InvalidMoveException("topic is missing: send the name of one topic");
    }
    this.kind = kind;
    this.topic = topic;
    this.partitions =
        partitions == null ? List.of() : partitions.stream().distinct().sorted().toList();
    this.to = to;
    this.replay = replay;
    this.from = from;
    this.move = move;
    requireFieldsOfKind();
  }

  private void requireFieldsOfKind() {
    long given = Stream.of(to, replay, from, move).filter(field -> field != null).count();
    boolean fits =
        switch (kind) {
          case REWIND, FORWARD -> to != null || replay != null;
          case COPY -> from != null;
          case UNDO -> move != null;
        };
    if (given != 1 || !fits) {
      throw new InvalidMoveException(
          switch (kind) {
            case REWIND, FORWARD ->
                "a %s needs either to or replay, and no other field".formatted(kind);
            case COPY -> "a COPY needs from, the group to copy, and no other field";
            case UNDO -> "an UNDO needs move, the id of the move to undo, and no other field";
          });
    }
    if (kind == MoveKind.UNDO && !partitions.isEmpty()) {
      throw new InvalidMoveException(
          "partitions is given: an UNDO puts back all partitions of the move, so leave it out");
    }
    if (partitions.stream().anyMatch(partition -> partition < 0)) {
      throw new InvalidMoveException(
          "partitions %s has a negative number: use 0 or more".formatted(partitions));
    }
  }

  /** Returns whether the move includes this partition of the topic. */
  boolean includes(int partition) {
    return partitions.isEmpty() || partitions.contains(partition);
  }
}
