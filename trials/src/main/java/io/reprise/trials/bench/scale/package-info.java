/**
 * Measures how the rate of a replay into a slow target grows with the number of workers. In: a
 * delay for each record. Out: the rate per worker for each number of workers, relative to the
 * smallest number.
 */
@NullMarked
package io.reprise.trials.bench.scale;

import org.jspecify.annotations.NullMarked;
