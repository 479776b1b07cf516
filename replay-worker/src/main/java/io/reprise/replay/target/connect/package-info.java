/**
 * Runs a sink connector of Kafka Connect for the records of each shard, at least once. In: the
 * records of a shard. Out: calls of the connector's task, and for each record whether the connector
 * accepts it. Must not know slots, groups, the coordinator or the control topics.
 */
@NullMarked
package io.reprise.replay.target.connect;

import org.jspecify.annotations.NullMarked;
