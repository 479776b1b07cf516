package io.reprise.compactor.fold;

import io.reprise.store.OffsetNotInLogException;
import io.reprise.store.fold.ReducerId;
import org.apache.kafka.common.TopicPartition;

/**
 * Thrown when a partition cannot be folded further without skipping events. A retry does not help.
 * The snapshots that were emitted are correct up to their watermark.
 */
public final class CompactionStoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message names topic and partition, and says what is missing and what to do
   */
  public CompactionStoppedException(String message) {
    super(message);
  }

  /**
   * Returns the error for a topic that was deleted and created again after events were folded. The
   * topic is the source topic or the snapshot topic.
   */
  static CompactionStoppedException recreated(String topic) {
    return new CompactionStoppedException(
        ("topic %s was deleted and created again since it was compacted: delete the compactor's"
                + " group and changelog of it, and the snapshot topic, so that all events are"
                + " folded again")
            .formatted(topic));
  }

  /**
   * Returns the error for a source partition whose log was truncated: the log now ends below events
   * that are already folded.
   */
  static CompactionStoppedException truncated(TopicPartition partition, MovedPosition moved) {
    return new CompactionStoppedException(
        ("topic %s partition %d has the offsets %s, but was read up to offset %d before, so its log"
                + " lost events that are in snapshots: delete the compactor's group and changelog"
                + " of it, and the snapshot topic, so that all events are folded again")
            .formatted(partition.topic(), partition.partition(), moved.log(), moved.position()));
  }

  /**
   * Returns the error for an event that is neither in Kafka nor in an archive.
   *
   * @param hasArchive whether the event was searched for in an archive, or Kafka only
   */
  static CompactionStoppedException missing(
      TopicPartition partition,
      ReducerId reducer,
      OffsetNotInLogException missing,
      boolean hasArchive) {
    var way =
        hasArchive
            ? "the archive does not have the offsets between: restore the archived events into a"
                + " new topic, and compact the new topic"
            : "no archive is configured: configure store with the archive of the topic and start"
                + " the compactor again, or compact from now on under a new topic name";
    return new CompactionStoppedException(
        ("topic %s partition %d begins at offset %d, but reducer %s has folded it to offset %d"
                + " only; snapshots must not lack events, and %s")
            .formatted(
                partition.topic(),
                partition.partition(),
                missing.log().from(),
                reducer,
                missing.offset(),
                way));
  }
}
