package io.reprise.store.facts;

/**
 * A topic by name.
 *
 * @param topicId its identity
 * @param partitions how many it has
 */
public record TopicListing(String topic, String topicId, int partitions) {}
