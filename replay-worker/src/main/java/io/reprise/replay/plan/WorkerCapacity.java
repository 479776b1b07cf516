package io.reprise.replay.plan;

/**
 * The workers and slots that can run a replay.
 *
 * @param workers number of workers in the consumer group that shares the slots
 * @param slots number of slots of the whole cluster: at most this many shards run at the same time
 */
public record WorkerCapacity(int workers, int slots) {}
