/**
 * Reads archived segments from an object store. In: the committed archive of a partition, a range
 * of offsets and, optionally, keys. Out: the records. They are fetched ahead in large byte ranges,
 * and these are cached for other readers. Must not write segments. Must not ask Kafka.
 */
@NullMarked
package io.reprise.store.archive.read;

import org.jspecify.annotations.NullMarked;
