/**
 * Measures what grows with the age of an installation. In: an archive of many segments, made by the
 * production classes, and a history of completed replays. Out: how much metadata the archive has,
 * and how fast and with how much heap it is opened; how much heap, CPU time and time to list the
 * history takes.
 */
@NullMarked
package io.reprise.trials.bench.metadata;

import org.jspecify.annotations.NullMarked;
