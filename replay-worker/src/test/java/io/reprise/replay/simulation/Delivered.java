package io.reprise.replay.simulation;

import io.reprise.replay.checkpoint.ShardKey;
import java.util.List;

/** The records of one slice in one target partition, as one entry of the log. */
record Delivered(ShardKey shard, int partition, List<Long> offsets) {}
