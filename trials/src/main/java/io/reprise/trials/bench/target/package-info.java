/**
 * Measures what targets, filters and transforms cost. In: a topic of events. Out: the rates into a
 * table and to a service, compared with clients that do nothing else; the rate into another
 * cluster, compared with a replay within one; and the rates into a discard target with filters and
 * a transform, compared with none.
 */
@NullMarked
package io.reprise.trials.bench.target;

import org.jspecify.annotations.NullMarked;
