package io.reprise.replay.sample;

import io.reprise.store.OffsetRange;

/**
 * A block of a plan's offsets that a sample reads.
 *
 * @param partition number of the source partition
 * @param range offsets of the block; a part of the partition's planned range, never empty
 */
record SampledBlock(int partition, OffsetRange range) {}
