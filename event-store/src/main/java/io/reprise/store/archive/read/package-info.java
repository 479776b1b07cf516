/**
 * The cold tier: reads segments from an object store. In: a partition's committed archive, a range
 * of offsets and, optionally, keys. Out: the records, fetched ahead in large ranges and cached for
 * other readers. Must not write segments. Must not ask Kafka.
 */
@NullMarked
package io.reprise.store.archive.read;

import org.jspecify.annotations.NullMarked;
