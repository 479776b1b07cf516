/**
 * Rebuilds a read model. In: snapshots and the tail of a topic, or the whole topic; a target; the
 * end to reach. Out: the model, complete up to that end and visible at once, and a report that
 * proves it. It knows no database: that is the target's side.
 */
@NullMarked
package io.reprise.rehydrate;

import org.jspecify.annotations.NullMarked;
