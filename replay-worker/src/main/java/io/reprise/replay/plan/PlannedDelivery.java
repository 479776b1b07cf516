package io.reprise.replay.plan;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a plan reads from and where it delivers to: the source topic, the offset ranges and the
 * target. Takes about 10 bytes of heap for each partition, so that thousands of plans can be
 * compared without unpacking them. Immutable.
 */
public final class PlannedDelivery {
  /** The largest number of bytes of one number in {@link #ranges}. */
  private static final int MAX_BYTES = 10;

  private final String topicId;
  private final String target;
  private final @Nullable String targetTopicId;

  /**
   * The ranges that are not empty, by partition: the difference between the partition's number and
   * the one before it, the start of the range and the length of the range. Each number is stored
   * with 7 bits a byte, the lowest bits first.
   */
  private final byte[] ranges;

  private PlannedDelivery(
      String topicId, String target, @Nullable String targetTopicId, byte[] ranges) {
    this.topicId = topicId;
    this.target = target;
    this.targetTopicId = targetTopicId;
    this.ranges = ranges;
  }

  /** Returns where {@code plan} reads from and delivers to. */
  public static PlannedDelivery of(Plan plan) {
    var topic = plan.targetTopic();
    // Many plans have the same topics and target. The texts are interned, so that the heap holds
    // each text only once.
    return new PlannedDelivery(
        plan.topicId().intern(),
        plan.spec().target().intern(),
        topic == null ? null : topic.id().intern(),
        pack(plan.partitions()));
  }

  /**
   * Returns whether both plans read the same source topic and deliver to the same target. If a
   * topic of the same name has another id, it is another topic: the copies in the earlier one are
   * gone. Two targets of different names are the same if they write to the same topic. The names
   * decide if the topic of one plan is not known: the plan is from an older version of Reprise.
   */
  public boolean hasSameSourceAndTarget(PlannedDelivery other) {
    boolean sameTarget =
        targetTopicId != null && other.targetTopicId != null
            ? targetTopicId.equals(other.targetTopicId)
            : target.equals(other.target);
    return sameTarget && topicId.equals(other.topicId);
  }

  /** Returns whether both plans read at least one offset of a partition of the same number. */
  public boolean sharesOffsets(PlannedDelivery other) {
    var mine = new Cursor(ranges);
    var others = new Cursor(other.ranges);
    boolean more = mine.next() && others.next();
    while (more) {
      if (mine.partition == others.partition) {
        if (Math.max(mine.from, others.from) < Math.min(mine.to, others.to)) {
          return true;
        }
        more = mine.next() && others.next();
      } else {
        more = mine.partition < others.partition ? mine.next() : others.next();
      }
    }
    return false;
  }

  private static byte[] pack(List<PlannedPartition> partitions) {
    var packed = new byte[3 * MAX_BYTES * partitions.size()];
    int size = 0;
    int before = 0;
    for (var planned : partitions) {
      if (!planned.range().isEmpty()) {
        size = put(planned.partition() - before, packed, size);
        size = put(planned.range().from(), packed, size);
        size = put(planned.range().span(), packed, size);
        before = planned.partition();
      }
    }
    return Arrays.copyOf(packed, size);
  }

  private static int put(long number, byte[] to, int at) {
    int next = at;
    long rest = number;
    while (rest >= 0x80 || rest < 0) {
      to[next++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    to[next++] = (byte) rest;
    return next;
  }

  /** Reads packed ranges, one after the other. */
  private static final class Cursor {
    private final byte[] ranges;
    private int at;
    private long partition;
    private long from;
    private long to;

    Cursor(byte[] ranges) {
      this.ranges = ranges;
    }

    /** Reads the next range; returns false if there is none. */
    boolean next() {
      if (at == ranges.length) {
        return false;
      }
      partition += number();
      from = number();
      to = from + number();
      return true;
    }

    private long number() {
      long number = 0;
      int shift = 0;
      while (ranges[at] < 0) {
        number |= (ranges[at++] & 0x7FL) << shift;
        shift += 7;
      }
      return number | (long) ranges[at++] << shift;
    }
  }
}
