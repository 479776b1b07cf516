/**
 * One log over both tiers. In: a range of offsets. Out: the records of the range, from the archive
 * where Kafka was trimmed and from Kafka elsewhere; the seam may move during a read. Must not know
 * the format of a segment.
 */
@NullMarked
package io.reprise.store.tier;

import org.jspecify.annotations.NullMarked;
