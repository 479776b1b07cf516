package io.reprise.replay.journal;

import io.reprise.replay.checkpoint.ShardKey;

/** A record of the slot topic, in the partition {@code slot}: the shard is placed in that slot. */
public record SlotRecord(ShardKey shard, int slot) {}
