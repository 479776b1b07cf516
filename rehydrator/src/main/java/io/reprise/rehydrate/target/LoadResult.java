package io.reprise.rehydrate.target;

import io.reprise.store.snapshot.Watermark;

/**
 * The result of loading the states of one partition.
 *
 * @param watermark the watermark of the snapshots. The snapshots may contain events up to its
 *     {@code emittedTo}, exclusive, so no lower end can be reached from these states
 * @param position the next offset to apply to the loaded states
 * @param counts how many of the offsets from the watermark's {@code processedTo} to {@code
 *     position} were folded, parked or skipped
 */
public record LoadResult(Watermark watermark, long position, OffsetCounts counts) {}
