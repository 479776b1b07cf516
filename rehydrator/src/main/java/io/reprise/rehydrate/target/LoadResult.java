package io.reprise.rehydrate.target;

import io.reprise.store.snapshot.Watermark;

/**
 * The result of loading the states of one partition: up to which offset they are complete, and the
 * outcomes of the offsets that were read from the log.
 *
 * @param watermark the watermark of the snapshots. The counts begin at its {@code processedTo}. Its
 *     {@code emittedTo} is the smallest end that can be reached from these states
 * @param position the next offset to apply
 * @param counts the outcomes of the offsets from the watermark to {@code position}
 */
public record LoadResult(Watermark watermark, long position, OffsetCounts counts) {}
