package io.reprise.replay.journal;

import io.reprise.replay.checkpoint.ShardKey;

/**
 * A record of the slot topic, which places a shard in a slot. The record is in the partition with
 * the slot's number.
 */
public record SlotRecord(ShardKey shard, int slot) {}
