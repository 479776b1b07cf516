/**
 * {@code reprise demo}: publishes, archives, replays and rehydrates events in a temporary
 * directory, and kills a worker and a rehydration. In: nothing. Out: a report. The figures about
 * the targets are counted by readers that do not use the replay worker's code.
 */
@NullMarked
package io.reprise.local.demo;

import org.jspecify.annotations.NullMarked;
