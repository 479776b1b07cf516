/**
 * {@code reprise demo}: publishes, archives, replays and rehydrates events in a temporary
 * directory, and kills a worker and a rehydration. In: nothing. Out: a report of what readers that
 * do not use the replay worker's code found in the targets.
 */
@NullMarked
package io.reprise.local.demo;

import org.jspecify.annotations.NullMarked;
