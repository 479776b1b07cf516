package io.reprise.rehydrate.target;

import io.reprise.store.snapshot.Watermark;

/**
 * Up to where the states that were handed over are complete.
 *
 * @param watermark where reading began for the counts, and the least end that can be reached
 * @param position the first offset that is not in all of them
 * @param counts of the offsets that were read for it; none for snapshots
 */
public record LoadResult(Watermark watermark, long position, OffsetCounts counts) {}
