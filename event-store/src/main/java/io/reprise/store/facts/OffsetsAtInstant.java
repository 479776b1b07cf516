package io.reprise.store.facts;

import java.util.List;
import java.util.Map;

/**
 * For each partition, the offset of the first record whose timestamp is at or after an instant.
 *
 * @param offsets the offset by partition; the committed end if the partition has no such record
 * @param withoutArchive partitions whose archive did not answer, so that their offset was found in
 *     Kafka alone. Kafka holds a record from before the instant in each of them. The archive can
 *     therefore have a lower such offset only if the timestamps of records are not in offset order
 */
public record OffsetsAtInstant(Map<Integer, Long> offsets, List<Integer> withoutArchive) {}
