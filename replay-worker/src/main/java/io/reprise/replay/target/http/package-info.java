/**
 * Sends each record of a shard as a request to a service, at least once, and records with the same
 * key in their order. In: the records of a shard. Out: requests, and for each record whether the
 * service accepts it. Must not know slots, groups, the coordinator or the control topics.
 */
@NullMarked
package io.reprise.replay.target.http;

import org.jspecify.annotations.NullMarked;
