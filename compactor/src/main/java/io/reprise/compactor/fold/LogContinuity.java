package io.reprise.compactor.fold;

import io.reprise.store.OffsetRange;
import org.apache.kafka.common.TopicPartition;

/**
 * Tells a hole in the log from events that are missing. Offsets without a record are in every log
 * that is written in transactions or compacted; events that were there and were never folded would
 * make every later snapshot wrong.
 *
 * <p>Thread-safe. Errors: {@link CompactionStoppedException}; what Kafka's client reports, which
 * may be retried.
 */
interface LogContinuity {

  /** That the log still has everything from {@code processedTo} on. */
  void requireStart(TopicPartition partition, long processedTo);

  /** That no record lies between what was folded and the first that came. */
  void requireHole(TopicPartition partition, OffsetRange between);

  /** What to say of a position that the consumer did not find in the log. */
  CompactionStoppedException outOfRange(TopicPartition partition, long position);
}
