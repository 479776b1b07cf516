/**
 * Measures how soon an operator's action takes effect in the target. In: a running replay into a
 * topic in which the broker sets the timestamps. Out: the longest time from call to effect, for
 * each action.
 */
@NullMarked
package io.reprise.trials.bench.control;

import org.jspecify.annotations.NullMarked;
