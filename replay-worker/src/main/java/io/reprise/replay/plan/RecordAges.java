package io.reprise.replay.plan;

import io.reprise.store.OffsetRange;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** Answers questions about the timestamps of source records, without reading whole ranges. */
public interface RecordAges {

  /**
   * Returns the partitions whose range begins with records from before {@code instant}. Kafka
   * deletes records from the beginning of a partition, so later records with older timestamps do
   * not count.
   *
   * @param ranges the range to judge, by partition
   */
  Set<Integer> beginningBefore(Map<Integer, OffsetRange> ranges, Instant instant);

  /**
   * Returns the partitions whose range has a record at or after {@code instant}.
   *
   * @param ranges the range to judge, by partition
   */
  Set<Integer> reaching(Map<Integer, OffsetRange> ranges, Instant instant);
}
