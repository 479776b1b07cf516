package io.reprise.replay.plan;

import io.reprise.store.OffsetRange;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** Answers questions about the timestamps of source records without reading whole offset ranges. */
public interface RecordAges {

  /**
   * Returns the partitions whose range begins with records that are older than {@code instant}.
   * Only the beginning of each range is checked: a topic with limited retention deletes records
   * from the beginning of a partition.
   *
   * @param ranges by partition, the offset range to check
   */
  Set<Integer> beginningBefore(Map<Integer, OffsetRange> ranges, Instant instant);

  /**
   * Returns the partitions whose range contains a record with the timestamp {@code instant} or a
   * later one.
   *
   * @param ranges by partition, the offset range to check
   */
  Set<Integer> reaching(Map<Integer, OffsetRange> ranges, Instant instant);
}
