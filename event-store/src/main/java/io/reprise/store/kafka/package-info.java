/**
 * The hot tier: Kafka itself. In: a range. Out: the committed records in it and the position
 * reached. Consumers here join no group and never reset an offset by themselves.
 */
@NullMarked
package io.reprise.store.kafka;

import org.jspecify.annotations.NullMarked;
