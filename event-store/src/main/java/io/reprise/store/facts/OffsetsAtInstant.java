package io.reprise.store.facts;

import java.util.List;
import java.util.Map;

/**
 * Offsets of the first records at or after an instant.
 *
 * @param offsets the offset in each partition; the committed end if there is no such record
 * @param withoutArchive partitions whose archive could not be asked. Kafka holds a record before
 *     the instant in each of them, so an earlier offset is possible only where timestamps are out
 *     of order
 */
public record OffsetsAtInstant(Map<Integer, Long> offsets, List<Integer> withoutArchive) {}
