/**
 * The hot tier: reads ranges of offsets from Kafka. In: a range. Out: its committed records and the
 * position reached. Consumers of this package join no group and never reset an offset by
 * themselves. Must not know an archive.
 */
@NullMarked
package io.reprise.store.kafka;

import org.jspecify.annotations.NullMarked;
