/**
 * From a spec and the facts of a topic to a plan: resolved ranges, shards, a hash. Pure: the same
 * spec and facts give the same plan. It must not talk to a cluster.
 */
@NullMarked
package io.reprise.replay.plan;

import org.jspecify.annotations.NullMarked;
