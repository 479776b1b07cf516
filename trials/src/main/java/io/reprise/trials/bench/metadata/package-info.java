/**
 * Measures what grows with the age of an installation. In: an archive of many segments, made by the
 * production classes, and a history of completed replays. Out: the size of the archive's metadata,
 * the time and the heap that it takes to open the archive, and the heap, the CPU time and the time
 * of a listing that the history takes.
 */
@NullMarked
package io.reprise.trials.bench.metadata;

import org.jspecify.annotations.NullMarked;
