package io.reprise.store.facts;

/**
 * The topic's settings by which Kafka deletes or compacts records.
 *
 * @param cleanup Kafka's {@code cleanup.policy}
 * @param retentionMillis Kafka's {@code retention.ms}; -1 for no limit
 * @param retentionBytes Kafka's {@code retention.bytes}; -1 for no limit
 */
public record TopicRetention(String cleanup, long retentionMillis, long retentionBytes) {}
