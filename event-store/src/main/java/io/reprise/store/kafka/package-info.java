/**
 * Reads offset ranges from Kafka. In: a partition and an offset range. Out: the committed records
 * of the range, and the position reached. The consumers of this package join no group, and never
 * continue at another offset when an offset is missing. Must not know an archive.
 */
@NullMarked
package io.reprise.store.kafka;

import org.jspecify.annotations.NullMarked;
