/**
 * Decides how fast a shard of an adaptive replay may deliver. In: what its target, the brokers and
 * live consumer groups do. Out: a limit in records per second, and what it is lowered for. Must not
 * know slots, the coordinator, delivery or transactions.
 */
@NullMarked
package io.reprise.replay.rate;

import org.jspecify.annotations.NullMarked;
