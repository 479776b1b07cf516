/**
 * The cold tier: segments in an object store. In: a partition's committed archive, a range, maybe
 * keys. Out: its records, read in large ranges ahead of need and kept for the next reader. It
 * writes nothing and does not ask Kafka.
 */
@NullMarked
package io.reprise.store.archive.read;

import org.jspecify.annotations.NullMarked;
