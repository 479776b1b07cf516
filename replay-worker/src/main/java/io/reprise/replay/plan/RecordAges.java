package io.reprise.replay.plan;

import io.reprise.store.OffsetRange;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** Answers questions about the timestamps of source records, without reading whole ranges. */
public interface RecordAges {

  /**
   * Returns the partitions whose range begins with records that are older than {@code instant}.
   * Only the beginning of a range is checked, because Kafka deletes records from the beginning of a
   * partition.
   *
   * @param ranges the range to check, by partition
   */
  Set<Integer> beginningBefore(Map<Integer, OffsetRange> ranges, Instant instant);

  /**
   * Returns the partitions whose range contains a record with the timestamp {@code instant} or a
   * later one.
   *
   * @param ranges the range to check, by partition
   */
  Set<Integer> reaching(Map<Integer, OffsetRange> ranges, Instant instant);
}
