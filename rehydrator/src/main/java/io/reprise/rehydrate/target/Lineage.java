package io.reprise.rehydrate.target;

/**
 * The inputs that a version is made from. Two versions with the same inputs can differ only in the
 * offsets up to which they are complete.
 *
 * @param topic the topic whose events were folded
 * @param topicId Kafka's id of the topic: a topic that was recreated under the same name has
 *     another id
 * @param partitions the topic's number of partitions
 * @param reducer name and version of the reducer, for example {@code merge.v1}
 * @param source the snapshots' name; {@code log} if the whole log was folded
 */
public record Lineage(
    String topic, String topicId, int partitions, String reducer, String source) {}
