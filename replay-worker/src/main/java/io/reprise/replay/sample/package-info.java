/**
 * Reads a sample of the records that a plan covers. In: a plan. Out: how many records the filter
 * selects in the sample, an estimate of how many it selects in the plan, and some of the records,
 * before and after the plan's transforms. Must not know HTTP, slots, the coordinator, delivery or
 * transactions.
 */
@NullMarked
package io.reprise.replay.sample;

import org.jspecify.annotations.NullMarked;
