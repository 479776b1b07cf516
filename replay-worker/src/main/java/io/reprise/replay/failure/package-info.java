/**
 * Says whose error an exception is, and how long to wait before the next attempt. In: an exception
 * of a shard or of a slot. Out: its class, with a sentence for the operator. Must not know slots,
 * the coordinator, delivery or transactions.
 */
@NullMarked
package io.reprise.replay.failure;

import org.jspecify.annotations.NullMarked;
