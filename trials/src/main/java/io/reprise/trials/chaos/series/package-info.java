/**
 * Carries out the runs of one chaos command, one seed after the other. In: a first seed and a run.
 * Out: lines that say how the series proceeds and how a failed run is repeated. Must not know what
 * a run does.
 */
@NullMarked
package io.reprise.trials.chaos.series;

import org.jspecify.annotations.NullMarked;
