/**
 * Fills topics for measurements and trials. In: the number and the size of events. Out: a filled
 * topic. Must not know what the topic is used for.
 */
@NullMarked
package io.reprise.trials.load;

import org.jspecify.annotations.NullMarked;
