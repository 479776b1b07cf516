/**
 * Measures how fast the events of single users are read from a topic, by key. In: a topic. Out:
 * users per second.
 */
@NullMarked
package io.reprise.trials.bench.user;

import org.jspecify.annotations.NullMarked;
