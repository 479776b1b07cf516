/**
 * {@code reprise events}: reads, follows and counts the events of a topic over all its partitions.
 * In: a topic, a window of times or offsets, and a filter by key, type or expression. Out: printed
 * events in the order of their timestamps. Reads page by page through a replay worker, which reads
 * Kafka and the archive; one page of each partition is in memory. Must not know Kafka or the object
 * store.
 */
@NullMarked
package io.reprise.cli.events;

import org.jspecify.annotations.NullMarked;
