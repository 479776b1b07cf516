/**
 * The public API of the rehydrator: rebuilds a read model. In: an event log, snapshots or the whole
 * log, a reducer, a target, and the end to reach. Out: a model that is complete up to that end, and
 * a report that proves it.
 */
@NullMarked
package io.reprise.rehydrate;

import org.jspecify.annotations.NullMarked;
