/**
 * Where the replays of chaos runs deliver: a topic of this or another cluster, a table, a service
 * or a connector. In: a kind of target. Out: the records that have arrived, compared with the
 * source. Must not know how faults are injected into the stack.
 */
@NullMarked
package io.reprise.trials.chaos.target;

import org.jspecify.annotations.NullMarked;
