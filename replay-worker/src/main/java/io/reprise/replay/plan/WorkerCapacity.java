package io.reprise.replay.plan;

/**
 * What there is to run a replay on.
 *
 * @param workers members of the slots group
 * @param slots slots in all: the most shards that can run at a time
 */
public record WorkerCapacity(int workers, int slots) {}
