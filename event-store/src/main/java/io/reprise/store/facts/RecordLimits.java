package io.reprise.store.facts;

/**
 * What a topic requires of each record that is written to it.
 *
 * @param maxBytes Kafka's {@code max.message.bytes}, the size limit of a record batch
 * @param requiresKey whether the topic is compacted, so that a record without a key is refused
 * @param oldestMillis Kafka's {@code message.timestamp.before.max.ms}: how much older than the
 *     broker's clock a timestamp may be
 * @param newestMillis Kafka's {@code message.timestamp.after.max.ms}: how far ahead of the broker's
 *     clock a timestamp may be
 */
public record RecordLimits(
    long maxBytes, boolean requiresKey, long oldestMillis, long newestMillis) {

  /** Limits that accept every record. */
  public static final RecordLimits NONE =
      new RecordLimits(Long.MAX_VALUE, false, Long.MAX_VALUE, Long.MAX_VALUE);

  /** Returns these limits with {@code bytes} as the size limit of a record batch. */
  public RecordLimits atMost(long bytes) {
    return new RecordLimits(bytes, requiresKey, oldestMillis, newestMillis);
  }
}
