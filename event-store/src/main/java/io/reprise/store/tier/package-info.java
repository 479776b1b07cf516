/**
 * One log over both tiers. In: a range of offsets. Out: the records of the range, from the archive
 * where Kafka was trimmed and from Kafka elsewhere; the offset at which the archive ends and Kafka
 * begins may change during a read. Must not know the format of a segment.
 */
@NullMarked
package io.reprise.store.tier;

import org.jspecify.annotations.NullMarked;
