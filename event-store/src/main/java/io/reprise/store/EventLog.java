package io.reprise.store;

/**
 * The one seam through which everything reads events: replays, `events read`, rehydration. Where an
 * offset is stored is not the caller's business.
 *
 * <p>Threading: safe for use by many threads; the readers it opens are not.
 */
public interface EventLog extends AutoCloseable {

  /** Opens a reader over {@code range} of one partition. */
  default LogReader read(String topic, int partition, OffsetRange range) {
    return read(topic, partition, range, KeySelection.ALL);
  }

  /**
   * Opens a reader over {@code range} of one partition for someone who wants some keys only.
   * Records of other keys may be returned all the same, or be passed over unread.
   */
  LogReader read(String topic, int partition, OffsetRange range, KeySelection keys);

  /**
   * Opens a reader over the records of one key: those of the partition that Kafka's default
   * partitioner (murmur2) puts {@code key} in. Records of other keys are passed over: they are
   * covered, but not returned.
   *
   * @param range offsets of that partition
   */
  LogReader read(String topic, byte[] key, OffsetRange range);

  @Override
  void close();
}
