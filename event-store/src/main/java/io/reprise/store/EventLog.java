package io.reprise.store;

import io.reprise.kafka.time.Deadline;
import java.util.List;
import java.util.Map;

/**
 * Opens readers over the events of a topic. A reader reads each offset from the tier that stores
 * it: Kafka or the archive. Replays, {@code events read} and rehydration all read events through
 * this interface.
 *
 * <p>Thread-safe; a reader is confined to one thread. The caller closes each reader, then the log.
 */
public interface EventLog extends AutoCloseable {

  /**
   * Opens a reader over the offsets {@code range} of one partition. The reader returns the records
   * of all keys.
   */
  default LogReader read(String topic, int partition, OffsetRange range) {
    return read(topic, partition, range, KeySelection.ALL);
  }

  /**
   * Opens a reader over the offsets {@code range} of one partition, for a caller that needs only
   * the records with the keys {@code keys}. The reader may skip records with other keys, or return
   * them too.
   */
  LogReader read(String topic, int partition, OffsetRange range, KeySelection keys);

  /**
   * Opens a reader that returns only the records with the key {@code key}. The reader reads the
   * partition that Kafka's default partitioner (murmur2) chooses for this key. The reader's
   * position also advances over the records of other keys.
   *
   * @param range the offsets to read in that partition
   */
  LogReader read(String topic, byte[] key, OffsetRange range);

  /**
   * Finds which of the {@code ranges} contain no record with any of the keys {@code keys}. Uses
   * only the segment indexes of the archive and reads no record. A range can therefore be found
   * only if the archive holds the whole range and Kafka no longer holds any of it. A range that is
   * not found can still be without such a record, for example if the archive did not answer before
   * the deadline.
   *
   * <p>The result holds for the topic with the id {@code topicId}. The caller has to check
   * afterwards that the topic still has this id.
   *
   * @return the ranges that were found. The value of a range is the batch, without records, that a
   *     reader would return if it read the whole range at once
   * @throws org.apache.kafka.common.KafkaException if Kafka cannot be reached; a retry is safe
   */
  default Map<PartitionRange, LogBatch> findEmpty(
      String topic,
      String topicId,
      List<PartitionRange> ranges,
      KeySelection keys,
      Deadline deadline) {
    return Map.of();
  }

  @Override
  void close();
}
