package io.reprise.replay.http;

import org.jspecify.annotations.Nullable;

/**
 * One worker as it is now, as JSON.
 *
 * @param coordinator whether this worker is the coordinator, which decides commands
 * @param slots number of slots of all workers together
 * @param slotsHeld slots that this worker owns
 * @param shardsRunning shards that this worker delivers now
 * @param protocol group protocol of the worker's membership, {@code consumer} or {@code classic}
 * @param sessionMillis time without a heartbeat after which the worker's slots move to other
 *     workers
 * @param workers number of workers that share the slots; null while Kafka does not say who they
 *     are, as in the first seconds of a new cluster
 */
public record WorkerView(
    String name,
    boolean coordinator,
    int slots,
    int slotsHeld,
    int shardsRunning,
    String protocol,
    long sessionMillis,
    @Nullable Integer workers) {}
