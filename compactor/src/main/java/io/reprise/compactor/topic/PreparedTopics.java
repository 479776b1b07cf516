package io.reprise.compactor.topic;

import org.apache.kafka.common.Uuid;

/**
 * A compaction whose topics exist and have suitable settings.
 *
 * @param partitions number of partitions of the source topic, and also of the snapshot topic
 * @param replication replication factor of the source topic; the other topics of the compaction are
 *     created with the same factor
 * @param recordBytes size of the largest record that may be written to the topics of the compaction
 * @param sourceId topic id of the source; a topic that was deleted and created again has a
 *     different id
 * @param snapshotsId topic id of the snapshot topic
 */
public record PreparedTopics(
    Compaction compaction,
    int partitions,
    short replication,
    int recordBytes,
    Uuid sourceId,
    Uuid snapshotsId) {}
