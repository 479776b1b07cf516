/**
 * Owns slots, claims the shards in them and runs several shards at a time. In: the slots that the
 * group assigns to this worker, and the control topics. Out: shards claimed under a lease, whose
 * records {@code deliver} delivers. Must not know the coordinator or HTTP.
 */
@NullMarked
package io.reprise.replay.slot;

import org.jspecify.annotations.NullMarked;
