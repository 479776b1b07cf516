package io.reprise.compactor.fold;

import io.reprise.store.OffsetRange;
import org.apache.kafka.common.TopicPartition;

/**
 * Distinguishes holes in the log from missing events. Holes are offsets without a record; they are
 * normal in a log that is compacted or written in transactions. A missing event is one that was
 * deleted before it was folded: all later snapshots of its key would be wrong.
 *
 * <p>Thread-safe. Errors: {@link CompactionStoppedException}, and errors of Kafka's client, after
 * which a retry is safe.
 */
interface LogContinuity {

  /** Throws unless the log still has all offsets from {@code processedTo} on. */
  void requireStart(TopicPartition partition, long processedTo);

  /** Throws unless the range between the last folded event and the first read event is a hole. */
  void requireHole(TopicPartition partition, OffsetRange between);

  /** Returns the error for a position that the consumer did not find in the log. */
  CompactionStoppedException outOfRange(TopicPartition partition, long position);
}
