package io.reprise.store.facts;

/**
 * The age and the size at which a topic deletes the records that are written to it.
 *
 * @param maxAgeMillis Kafka's {@code retention.ms} if Kafka compares it with the timestamps that
 *     producers give the records; {@link Long#MAX_VALUE} if no record expires by such a timestamp
 * @param maxBytes Kafka's {@code retention.bytes}, for each partition; {@link Long#MAX_VALUE} if
 *     the topic does not delete records by size
 */
public record RecordExpiry(long maxAgeMillis, long maxBytes) {

  /** For a topic that deletes no record by age or size. */
  public static final RecordExpiry NONE = new RecordExpiry(Long.MAX_VALUE, Long.MAX_VALUE);
}
