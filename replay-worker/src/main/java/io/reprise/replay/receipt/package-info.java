/**
 * The proof. In: a replay, its shard records, and for a verification the log and the target. Out:
 * an account of every offset, and what contradicts it.
 */
@NullMarked
package io.reprise.replay.receipt;

import org.jspecify.annotations.NullMarked;
