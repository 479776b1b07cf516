package io.reprise.compactor.topic;

import org.apache.kafka.common.Uuid;

/**
 * A compaction whose topics exist and fit.
 *
 * @param partitions of the source, and of the snapshot topic
 * @param replication of the source; what is made for it has as much
 * @param recordBytes the largest record that any of them takes
 * @param sourceId the source's identity: another topic of the same name has another
 * @param snapshotsId the snapshot topic's
 */
public record PreparedTopics(
    Compaction compaction,
    int partitions,
    short replication,
    int recordBytes,
    Uuid sourceId,
    Uuid snapshotsId) {}
