/**
 * The operations that a database must offer to hold read models: the steps of a rehydration, each
 * safe to repeat. In: folded states and positions. Out: what is stored so far. Must not know Kafka,
 * nor how states are folded.
 */
@NullMarked
package io.reprise.rehydrate.target;

import org.jspecify.annotations.NullMarked;
