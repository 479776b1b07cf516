package io.reprise.store.facts;

import java.util.List;

/**
 * Identity and partitions of a topic at the moment of the request.
 *
 * @param topic name of the topic
 * @param topicId Kafka's id of the topic; a topic recreated under the same name has another id
 * @param compacted whether the cleanup policy includes compaction; holes of such a topic may be
 *     removed records
 * @param partitions the partitions in order, from 0, without gaps
 */
public record TopicFacts(
    String topic, String topicId, boolean compacted, List<PartitionFacts> partitions) {}
