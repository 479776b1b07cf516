/**
 * Measures what grows with the age of an installation. In: an archive of many segments, made by the
 * production classes, and a history of completed replays. Out: for the archive, the size of its
 * metadata, and the time and heap that are needed to open it; for the history, the heap and CPU
 * time that a worker needs, and the time to list the replays.
 */
@NullMarked
package io.reprise.trials.bench.metadata;

import org.jspecify.annotations.NullMarked;
