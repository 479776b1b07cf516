/**
 * What a database must be able to do to hold read models: the steps of a rehydration, each of which
 * is safe to repeat. In: folded states and positions. Out: what is stored so far. It knows neither
 * Kafka nor how states are folded.
 */
@NullMarked
package io.reprise.rehydrate.target;

import org.jspecify.annotations.NullMarked;
