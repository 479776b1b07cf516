package io.reprise.store.facts;

/**
 * One topic in a list of topics.
 *
 * @param topicId Kafka's id of the topic
 * @param partitions number of partitions
 */
public record TopicListing(String topic, String topicId, int partitions) {}
