/**
 * Writes the records of a shard and its progress to another Kafka cluster, in one transaction that
 * only the newest lease of the shard can commit. In: the records of a shard. Out: copies in a topic
 * of the other cluster, and the progress with which the next lease continues. Must not know slots,
 * groups, the coordinator or the control topics.
 */
@NullMarked
package io.reprise.replay.target.remote;

import org.jspecify.annotations.NullMarked;
