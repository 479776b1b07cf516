/**
 * Holds the durable progress of a shard: which offset is next, what happened to every earlier
 * offset, and the digest of the delivered records. In: the outcome of a slice. Out: the progress
 * record of the shard. Must not know the control topics or transactions.
 */
@NullMarked
package io.reprise.replay.checkpoint;

import org.jspecify.annotations.NullMarked;
