package io.reprise.store;

/**
 * Opens readers over the events of a topic. A reader reads each offset from the tier that stores
 * it: Kafka or the archive. Replays, {@code events read} and rehydration all read events through
 * this interface.
 *
 * <p>Thread-safe; a reader is confined to one thread. The caller closes each reader, then the log.
 */
public interface EventLog extends AutoCloseable {

  /** Opens a reader over {@code range} of one partition. */
  default LogReader read(String topic, int partition, OffsetRange range) {
    return read(topic, partition, range, KeySelection.ALL);
  }

  /**
   * Opens a reader over {@code range} of one partition for a caller that needs only some keys. The
   * reader may return records of other keys, or skip them unread.
   */
  LogReader read(String topic, int partition, OffsetRange range, KeySelection keys);

  /**
   * Opens a reader over the records of one key. The reader reads the partition that Kafka's default
   * partitioner (murmur2) chooses for {@code key}. Offsets of records of other keys count as read,
   * but these records are not returned.
   *
   * @param range the offsets of that partition to read
   */
  LogReader read(String topic, byte[] key, OffsetRange range);

  @Override
  void close();
}
