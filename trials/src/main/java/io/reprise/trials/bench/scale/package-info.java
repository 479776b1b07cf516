/**
 * Measures how a replay into a slow target scales with workers. In: a delay for each record. Out:
 * the rate per worker for each number of workers, relative to the smallest number.
 */
@NullMarked
package io.reprise.trials.bench.scale;

import org.jspecify.annotations.NullMarked;
