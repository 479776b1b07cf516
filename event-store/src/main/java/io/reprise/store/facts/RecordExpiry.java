package io.reprise.store.facts;

/**
 * When a topic deletes the records that are written to it.
 *
 * @param maxAgeMillis Kafka's {@code retention.ms} if the topic deletes records by the timestamps
 *     that producers give them; otherwise {@link Long#MAX_VALUE}
 * @param maxBytes Kafka's {@code retention.bytes}, for each partition; {@link Long#MAX_VALUE} if
 *     the topic does not delete records by size
 */
public record RecordExpiry(long maxAgeMillis, long maxBytes) {

  /** A topic that keeps every record. */
  public static final RecordExpiry NONE = new RecordExpiry(Long.MAX_VALUE, Long.MAX_VALUE);
}
