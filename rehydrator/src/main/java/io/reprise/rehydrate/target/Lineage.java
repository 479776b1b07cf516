package io.reprise.rehydrate.target;

/**
 * What a version of a model is made from. Versions of one lineage differ in nothing but how far
 * they reach.
 *
 * @param topic whose events were folded
 * @param topicId its identity: a topic recreated under its name is another
 * @param partitions how many it has
 * @param reducer name and version, as in {@code merge.v1}
 * @param source the snapshots' name; {@code log} if the whole log was folded
 */
public record Lineage(
    String topic, String topicId, int partitions, String reducer, String source) {}
