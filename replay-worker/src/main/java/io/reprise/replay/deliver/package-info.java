/**
 * Delivers a claimed shard: read a slice, select records, write them to the target, commit. In: a
 * claimed shard. Out: slices, each delivered and accounted for in one transaction. Must know
 * neither the ownership of slots nor the coordinator.
 */
@NullMarked
package io.reprise.replay.deliver;

import org.jspecify.annotations.NullMarked;
