package io.reprise.replay.fencing;

import io.reprise.replay.checkpoint.ShardProgress;

/**
 * The first claim of a shard that has no record to deliver, together with the shard's end (step S6
 * of docs/protocol.md).
 *
 * @param claimed the progress record of the claim
 * @param done the progress record of the same lease that says that the shard is DONE
 */
public record EmptyClaim(ShardProgress claimed, ShardProgress done) {}
