package io.reprise.replay.group;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A move of a group, as it is stored in the topic of moves: once before any offset is changed, and
 * once more with its outcome. Immutable.
 *
 * @param v version of the format. A reader ignores fields that it does not know, and refuses a
 *     later version
 * @param id a UUID; later moves have greater ids
 * @param by who asked for the move
 * @param at when the move began
 * @param undoes for UNDO, the id of the move that is undone; otherwise null
 * @param partitions the partitions whose offset the move changes
 */
public record GroupMove(
    int v,
    String id,
    State state,
    String group,
    MoveKind kind,
    String topic,
    String topicId,
    String planHash,
    String by,
    String reason,
    Instant at,
    @Nullable String undoes,
    List<Partition> partitions) {
  static final int VERSION = 1;

  /**
   * The time after which a move without an outcome is no longer under way: its worker has died, or
   * Kafka has not answered it. A worker asks Kafka to change offsets for much less than that.
   */
  private static final Duration UNDER_WAY = Duration.ofMinutes(1);

  /** How far a move has come. */
  public enum State {
    /** Offsets may have been changed. */
    BEGUN,
    /** All offsets were changed. */
    DONE,
    /** No offset was changed, because the group had members or another move came first. */
    WITHDRAWN
  }

  /**
   * One partition of a move.
   *
   * @param former the offset before the move; null if there was none
   * @param metadata the text that the group had committed with {@code former}; null if none
   * @param to the offset after the move; null if there is none
   */
  public record Partition(
      int partition, @Nullable Long former, @Nullable String metadata, @Nullable Long to) {}

  public GroupMove {
    partitions = List.copyOf(partitions);
  }

  GroupMove in(State next) {
    return new GroupMove(
        v, id, next, group, kind, topic, topicId, planHash, by, reason, at, undoes, partitions);
  }

  /** Returns whether another worker may still be changing offsets for this move. */
  boolean isUnderWay(Instant now) {
    return state == State.BEGUN && now.isBefore(at.plus(UNDER_WAY));
  }

  /** Returns whether the move may have changed the offset of this partition. */
  boolean mayHaveChanged(int partition) {
    return state != State.WITHDRAWN && partitions.stream().anyMatch(p -> p.partition == partition);
  }

  /** Returns whether the group has in all partitions the offset that the move sets. */
  boolean isVisibleIn(Map<Integer, Long> committed) {
    return partitions.stream().allMatch(p -> Objects.equals(p.to, committed.get(p.partition)));
  }
}
