package io.reprise.replay.plan;

import io.reprise.store.OffsetRange;

/**
 * One shard of a plan: a range of one partition, run by at most one worker at a time.
 *
 * @param index number of the shard in its replay, from 0
 * @param partition number of the source partition
 * @param range source offsets that the shard accounts for
 * @param bucket number of the key bucket that the shard delivers, from 0
 * @param buckets how many shards read this range and deliver one bucket of its keys each; 1 unless
 *     the ordering is KEY
 */
public record ShardPlan(int index, int partition, OffsetRange range, int bucket, int buckets) {}
