/**
 * How soon an operator's action is felt in the target. In: a running replay into a topic whose
 * timestamps are its broker's. Out: the worst time from the call to its effect, for each action.
 */
@NullMarked
package io.reprise.trials.bench.control;

import org.jspecify.annotations.NullMarked;
