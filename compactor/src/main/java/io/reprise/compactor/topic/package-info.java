/**
 * Decides which topics are folded by which reducers, and prepares the topics to which their
 * snapshots are written. In: configuration, and the topics of the cluster. Out: topics that are
 * ready, or the reason for a refusal. Must not know how events are folded.
 */
@NullMarked
package io.reprise.compactor.topic;

import org.jspecify.annotations.NullMarked;
