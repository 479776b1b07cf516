package io.reprise.replay.journal;

import io.reprise.replay.checkpoint.ShardKey;

/** A record of the slot topic: this shard sits in this slot, the record's partition. */
public record SlotRecord(ShardKey shard, int slot) {}
