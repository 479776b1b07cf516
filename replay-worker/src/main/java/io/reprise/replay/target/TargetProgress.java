package io.reprise.replay.target;

/**
 * The progress of a shard, as a target stores it in the same transaction as the shard's records.
 *
 * @param nextOffset the first source offset that is not accounted for
 * @param account the shard's progress record as JSON text; the target stores and returns it
 *     unchanged
 */
public record TargetProgress(long nextOffset, String account) {}
