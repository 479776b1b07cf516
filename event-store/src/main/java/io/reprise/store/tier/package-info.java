/**
 * Reads a partition from Kafka and its archive as one log. In: a range of offsets. Out: the records
 * of the range. Offsets that Kafka has trimmed are read from the archive, all others from Kafka.
 * The offset at which the archive ends and Kafka begins may change during a read. Must not know the
 * format of a segment.
 */
@NullMarked
package io.reprise.store.tier;

import org.jspecify.annotations.NullMarked;
