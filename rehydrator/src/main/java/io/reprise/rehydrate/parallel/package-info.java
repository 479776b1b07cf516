/**
 * Runs one step for several partitions on a few threads. All threads stop when the run is cancelled
 * or one of them fails. In: partitions and a step. Out: the first failure, once all threads have
 * ended. Must not know what the step does.
 */
@NullMarked
package io.reprise.rehydrate.parallel;

import org.jspecify.annotations.NullMarked;
