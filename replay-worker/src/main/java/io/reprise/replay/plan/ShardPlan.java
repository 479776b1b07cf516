package io.reprise.replay.plan;

import io.reprise.store.OffsetRange;

/**
 * A bounded piece of one partition that one worker runs at a time.
 *
 * @param index the shard's number in its replay, from 0
 * @param partition source partition
 * @param range source offsets it accounts for
 * @param bucket which keys it delivers, out of {@code buckets}
 * @param buckets how many shards share this range by key; 1 unless the ordering is KEY
 */
public record ShardPlan(int index, int partition, OffsetRange range, int bucket, int buckets) {}
