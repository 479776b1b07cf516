package io.reprise.replay.plan;

/**
 * The workers and slots that can run a replay.
 *
 * @param workers workers in the group that shares the slots
 * @param slots slots of all workers together: at most this many shards run at the same time
 */
public record WorkerCapacity(int workers, int slots) {}
