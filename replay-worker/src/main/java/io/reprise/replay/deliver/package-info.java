/**
 * The hot loop: read a slice, select, hand over, commit. In: a claimed shard. Out: slices that are
 * delivered and accounted for in one step. It never claims and never decides the life of a replay.
 */
@NullMarked
package io.reprise.replay.deliver;

import org.jspecify.annotations.NullMarked;
