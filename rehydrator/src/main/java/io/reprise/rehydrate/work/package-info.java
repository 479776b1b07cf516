/**
 * Runs a step for many partitions on a few threads, and ends it early. In: partitions, a step. Out:
 * the first failure, once all threads are done. It does not know what the step is.
 */
@NullMarked
package io.reprise.rehydrate.work;

import org.jspecify.annotations.NullMarked;
