package io.reprise.compactor.fold;

import io.reprise.store.OffsetRange;
import org.apache.kafka.common.TopicPartition;

/**
 * Tells holes in the log from missing events. A log that is compacted or written in transactions
 * has holes, offsets without a record. An event that was never folded, however, would make all
 * later snapshots of its key wrong.
 *
 * <p>Thread-safe. Errors: {@link CompactionStoppedException}, and errors of Kafka's client, after
 * which a retry is safe.
 */
interface LogContinuity {

  /** Requires that the log still has all offsets from {@code processedTo} on. */
  void requireStart(TopicPartition partition, long processedTo);

  /** Requires that a range between the last folded event and the first read event is a hole. */
  void requireHole(TopicPartition partition, OffsetRange between);

  /** The error for a position that the consumer did not find in the log. */
  CompactionStoppedException outOfRange(TopicPartition partition, long position);
}
