/**
 * How well a replay into a slow target grows with its workers. In: a delay a record. Out: the rate
 * of each number of workers, per worker, against the smallest.
 */
@NullMarked
package io.reprise.trials.bench.scale;

import org.jspecify.annotations.NullMarked;
