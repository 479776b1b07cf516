/**
 * Commits the records of a slot's shards, in transactions that only the current owner of the slot
 * can commit. In: records and the progress of a shard. Out: both are committed, or neither is;
 * hanging transactions of earlier owners are ended first. Must not know group membership beyond the
 * group metadata that a transaction carries as a proof.
 */
@NullMarked
package io.reprise.replay.fencing;

import org.jspecify.annotations.NullMarked;
