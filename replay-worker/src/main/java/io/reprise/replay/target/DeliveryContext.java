package io.reprise.replay.target;

import io.reprise.replay.spec.Ordering;

/**
 * On whose behalf records are delivered.
 *
 * @param replay the replay's id, a UUID
 * @param attempt which start of it
 * @param leaseEpoch the shard's lease
 * @param ordering what order the target must keep
 * @param sourcePartitions partition count of the source topic
 */
public record DeliveryContext(
    String replay, int attempt, long leaseEpoch, Ordering ordering, int sourcePartitions) {}
