package io.reprise.replay.group;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A group and how far it has read.
 *
 * @param type as in {@link GroupSummary}
 * @param state as in {@link GroupSummary}
 * @param members number of members; null for a group whose members Kafka lists in another way: a
 *     share group or a Streams group
 * @param movable whether the group's offsets can be changed now
 * @param reason why not; null if they can
 * @param partitions by topic and partition
 */
public record GroupView(
    String group,
    String type,
    String state,
    @Nullable Integer members,
    boolean movable,
    @Nullable String reason,
    List<ReadPartition> partitions) {

  /**
   * How far a group has read one partition.
   *
   * @param offset the committed offset, which the group reads next; of a share group its start
   *     offset; null if Kafka knows none
   * @param logStart the first offset that Kafka stores
   * @param committedEnd the exclusive end of the committed records
   * @param lag number of offsets from {@code offset}, or from {@code logStart} if that is higher,
   *     to the end; null without an offset
   * @param trimmed number of offsets from {@code offset} on that Kafka has deleted. A consumer that
   *     begins there does what its {@code auto.offset.reset} says
   */
  public record ReadPartition(
      String topic,
      int partition,
      @Nullable Long offset,
      long logStart,
      long committedEnd,
      @Nullable Long lag,
      long trimmed) {

    static ReadPartition of(
        String topic, int partition, @Nullable Long offset, long logStart, long committedEnd) {
      return new ReadPartition(
          topic,
          partition,
          offset,
          logStart,
          committedEnd,
          offset == null ? null : Math.max(0, committedEnd - Math.max(offset, logStart)),
          offset == null ? 0 : Math.max(0, logStart - offset));
    }
  }

  /** Returns a copy with those of the partitions whose topic matches. */
  public GroupView onlyTopics(Predicate<String> wanted) {
    var kept = partitions.stream().filter(p -> wanted.test(p.topic())).toList();
    return new GroupView(group, type, state, members, movable, reason, kept);
  }
}
