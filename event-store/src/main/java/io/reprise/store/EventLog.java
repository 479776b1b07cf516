package io.reprise.store;

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

  @Override
  void close();
}
