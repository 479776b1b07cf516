package io.reprise.replay.simulation;

import io.reprise.replay.checkpoint.ShardKey;

/**
 * A note in a slot's progress log, written outside of transactions: the transaction that has
 * brought the shard beyond {@code nextOffset} is in doubt.
 */
record DoubtEntry(ShardKey shard, long nextOffset) {}
