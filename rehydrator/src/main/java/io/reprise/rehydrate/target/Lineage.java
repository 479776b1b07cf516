package io.reprise.rehydrate.target;

/**
 * The inputs that a version is made from. Two versions of the same lineage differ only in their
 * positions.
 *
 * @param topic the topic whose events were folded
 * @param topicId Kafka's id of the topic: a topic that was recreated under the same name has
 *     another id
 * @param partitions the topic's number of partitions
 * @param reducer name and version, for example {@code merge.v1}
 * @param source the snapshots' name; {@code log} if the whole log was folded
 */
public record Lineage(
    String topic, String topicId, int partitions, String reducer, String source) {}
