package io.reprise.store.facts;

import java.util.List;

/**
 * A topic as it stood when asked.
 *
 * @param topic its name
 * @param topicId its identity: a topic recreated under the same name has another
 * @param compacted whether its cleanup policy includes compaction, so that holes may be removed
 *     records
 * @param partitions in partition order, from 0, without gaps
 */
public record TopicFacts(
    String topic, String topicId, boolean compacted, List<PartitionFacts> partitions) {}
