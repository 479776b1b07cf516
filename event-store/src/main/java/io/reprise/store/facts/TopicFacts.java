package io.reprise.store.facts;

import java.util.List;

/**
 * The identity and the partitions that a topic had when the cluster was asked.
 *
 * @param topic name of the topic
 * @param topicId Kafka's id of the topic; a topic that was deleted and created again has a
 *     different id
 * @param compacted whether Kafka compacts the topic; a hole of such a topic may be a record that
 *     compaction removed
 * @param partitions the partitions in the order of their numbers, from 0, without gaps
 */
public record TopicFacts(
    String topic, String topicId, boolean compacted, List<PartitionFacts> partitions) {}
