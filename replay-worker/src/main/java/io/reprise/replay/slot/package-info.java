/**
 * Slots: holding them, claiming the shards in them, running a few at a time. In: what the group
 * assigns and what the journal says. Out: shards under a lease, handed to {@code deliver}.
 */
@NullMarked
package io.reprise.replay.slot;

import org.jspecify.annotations.NullMarked;
