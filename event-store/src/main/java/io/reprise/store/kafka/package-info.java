/**
 * The hot tier: reads ranges of offsets from Kafka. In: a partition and an offset range. Out: the
 * committed records of the range, and the position reached. Consumers of this package join no group
 * and never reset an offset by themselves. Must not know an archive.
 */
@NullMarked
package io.reprise.store.kafka;

import org.jspecify.annotations.NullMarked;
