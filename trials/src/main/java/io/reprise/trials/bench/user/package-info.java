/**
 * Measures how fast single users' histories are read by key from a whole topic. In: a topic. Out:
 * users per second.
 */
@NullMarked
package io.reprise.trials.bench.user;

import org.jspecify.annotations.NullMarked;
