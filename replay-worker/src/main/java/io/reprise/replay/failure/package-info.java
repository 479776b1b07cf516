/**
 * Says what caused an exception, and how long to wait before the next attempt. In: an exception
 * from the work on a shard or a slot. Out: the class of the failure, with a sentence for the
 * operator. Must not know slots, the coordinator, delivery or transactions.
 */
@NullMarked
package io.reprise.replay.failure;

import org.jspecify.annotations.NullMarked;
