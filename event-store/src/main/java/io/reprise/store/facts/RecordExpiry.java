package io.reprise.store.facts;

/**
 * The age and the size at which a topic deletes the records that are written to it.
 *
 * @param maxAgeMillis the age above which Kafka deletes a record ({@code retention.ms}), if the age
 *     is counted from the timestamp that the producer gave the record; {@link Long#MAX_VALUE} if
 *     the topic deletes no record by age, or if the broker sets the timestamps
 * @param maxBytes the size of a partition above which Kafka deletes its oldest records ({@code
 *     retention.bytes}); {@link Long#MAX_VALUE} if the topic does not delete records by size
 */
public record RecordExpiry(long maxAgeMillis, long maxBytes) {

  /** The value for a topic that deletes no record by age or size. */
  public static final RecordExpiry NONE = new RecordExpiry(Long.MAX_VALUE, Long.MAX_VALUE);
}
