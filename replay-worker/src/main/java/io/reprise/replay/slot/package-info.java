/**
 * Owns slots, claims the shards in them and runs several shards at a time. In: the slots that the
 * group assigns, and the control topics. Out: shards under a lease, delivered by {@code deliver}.
 * Must not know the coordinator or HTTP.
 */
@NullMarked
package io.reprise.replay.slot;

import org.jspecify.annotations.NullMarked;
