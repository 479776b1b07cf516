package io.reprise.store.facts;

/**
 * The limits that a topic sets for each record. Kafka refuses a record that exceeds one of them.
 *
 * @param maxBytes Kafka's {@code max.message.bytes}, the size limit of a record batch
 * @param requiresKey whether Kafka refuses a record without a key, because the topic is compacted
 * @param oldestMillis Kafka's {@code message.timestamp.before.max.ms}: how far a record's timestamp
 *     may be behind the broker's clock
 * @param newestMillis Kafka's {@code message.timestamp.after.max.ms}: how far a record's timestamp
 *     may be ahead of the broker's clock
 */
public record RecordLimits(
    long maxBytes, boolean requiresKey, long oldestMillis, long newestMillis) {

  /** Limits that no record exceeds. */
  public static final RecordLimits NONE =
      new RecordLimits(Long.MAX_VALUE, false, Long.MAX_VALUE, Long.MAX_VALUE);

  /**
   * Returns a copy of these limits in which a record batch may have at most {@code bytes} bytes.
   */
  public RecordLimits atMost(long bytes) {
    return new RecordLimits(bytes, requiresKey, oldestMillis, newestMillis);
  }
}
