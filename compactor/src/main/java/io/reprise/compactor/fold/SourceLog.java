package io.reprise.compactor.fold;

import io.reprise.store.LogReader;
import org.apache.kafka.common.TopicPartition;

/**
 * Gives a compaction what Kafka Streams does not deliver about the source topic: the first offset
 * of each partition, the id of the topic, and missed events.
 *
 * <p>Thread-safe; a reader is confined to one thread. Errors of Kafka's client and of the object
 * store are thrown; a retry is safe.
 */
interface SourceLog {

  /** Returns the first offset that Kafka still has of the partition. */
  long start(TopicPartition partition);

  /** Returns the id of the topic that now has this name. */
  String topicId(String topic);

  /**
   * Opens a reader of the partition's events from an offset on, without an end. The caller closes
   * the reader.
   */
  LogReader read(TopicPartition partition, long from);

  /** Returns whether offsets that Kafka has deleted can be read from an archive. */
  boolean hasArchive();
}
