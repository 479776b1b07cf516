package io.reprise.store.facts;

/**
 * One line of a list of topics.
 *
 * @param topic name of the topic
 * @param topicId Kafka's id of the topic
 * @param partitions number of partitions
 */
public record TopicListing(String topic, String topicId, int partitions) {}
