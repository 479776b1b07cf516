package io.reprise.compactor.fold;

import io.reprise.store.LogReader;
import org.apache.kafka.common.TopicPartition;

/**
 * The source topic as a compaction reads it beside Kafka Streams: where a partition begins, and the
 * events that Kafka Streams does not deliver.
 *
 * <p>Thread-safe; a reader is confined to one thread. Errors of Kafka's client and of the object
 * store are thrown; a retry is safe.
 */
interface SourceLog {

  /** Returns the first offset of the partition that Kafka has. */
  long start(TopicPartition partition);

  /** Returns the id of the topic that has the name now. */
  String topicId(String topic);

  /**
   * Opens a reader of the partition's events from an offset on, without an end. The caller closes
   * the reader.
   */
  LogReader read(TopicPartition partition, long from);

  /** Returns whether offsets that Kafka has deleted can be read from an archive. */
  boolean hasArchive();
}
