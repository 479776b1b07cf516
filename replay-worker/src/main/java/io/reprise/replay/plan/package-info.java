/**
 * Makes plans of replays. In: a replay spec, the facts of the source topic and the facts of the
 * target. Out: a plan with resolved offset ranges, shards and a hash. Pure: the same input gives
 * the same plan. Must not know Kafka clients.
 */
@NullMarked
package io.reprise.replay.plan;

import org.jspecify.annotations.NullMarked;
