/**
 * Writes selected records to a target. In: the records of a shard, in order. Out: for each record,
 * whether the target accepts it; accepted records become visible when the slice commits. Must not
 * know slots, groups, the coordinator or the control topics.
 */
@NullMarked
package io.reprise.replay.target;

import org.jspecify.annotations.NullMarked;
