package io.reprise.cli.events;

import org.jspecify.annotations.Nullable;

/**
 * The offsets to read of one partition.
 *
 * @param from the first offset; null for the first offset that is still stored
 * @param to end of the range, exclusive; null for the end of the committed records
 */
public record PartitionWindow(int partition, @Nullable Long from, @Nullable Long to) {}
