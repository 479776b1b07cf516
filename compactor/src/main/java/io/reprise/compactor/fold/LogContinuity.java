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

  /**
   * Throws {@link CompactionStoppedException} if Kafka has already deleted offsets at or after
   * {@code processedTo}, which is the first offset that is not folded yet.
   */
  void requireStart(TopicPartition partition, long processedTo);

  /**
   * Throws {@link CompactionStoppedException} if there was an event between the last folded event
   * and the first event that was read.
   *
   * @param between the offsets between these two events; holes among them are normal
   */
  void requireHole(TopicPartition partition, OffsetRange between);

  /** Returns the error for a position that the consumer did not find in the log. */
  CompactionStoppedException outOfRange(TopicPartition partition, long position);
}
