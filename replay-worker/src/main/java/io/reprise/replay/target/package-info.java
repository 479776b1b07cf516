/**
 * Where replayed records go. In: selected records, in shard order. Out: a promise that is kept per
 * slice. A target knows nothing of slots, groups or the coordinator.
 */
@NullMarked
package io.reprise.replay.target;

import org.jspecify.annotations.NullMarked;
