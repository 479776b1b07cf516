/**
 * Reads a topic from Kafka and its archive as one log, so that a reader need not know which of the
 * two stores an offset. In: a topic, a partition or a key, and a half-open range of offsets. Out:
 * the records in offset order and the position reached, so that a caller can detect offsets without
 * a record. Must not know how Kafka or the archive stores records. Must not know replays, targets
 * or HTTP.
 */
@NullMarked
package io.reprise.store;

import org.jspecify.annotations.NullMarked;
