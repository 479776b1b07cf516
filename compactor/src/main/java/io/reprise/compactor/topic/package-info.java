/**
 * Which topics are folded by which reducers, and the topics their snapshots go to. In:
 * configuration and what the cluster has. Out: topics that are fit to begin, or why they are not.
 * It folds nothing.
 */
@NullMarked
package io.reprise.compactor.topic;

import org.jspecify.annotations.NullMarked;
