/**
 * Filling topics for measurements and trials. In: how many events of what size. Out: a full topic.
 */
@NullMarked
package io.reprise.trials.load;

import org.jspecify.annotations.NullMarked;
