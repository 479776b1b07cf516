package io.reprise.store.facts;

import java.util.List;
import java.util.Map;

/**
 * For each partition, the offset of the first record whose timestamp is at or after an instant.
 *
 * @param offsets the offset by partition; the committed end if the partition has no such record
 * @param withoutArchive partitions whose archive did not answer. Their offset was found in Kafka
 *     alone. In each of these partitions, Kafka also holds offsets below the one that was found.
 *     The archive can therefore hold an earlier record at or after the instant only if the
 *     timestamps of the partition's records are not in offset order
 */
public record OffsetsAtInstant(Map<Integer, Long> offsets, List<Integer> withoutArchive) {}
