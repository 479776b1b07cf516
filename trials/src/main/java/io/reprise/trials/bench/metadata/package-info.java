/**
 * Measures what grows with the age of an installation. In: an archive of many segments, made by the
 * production classes. Out: how much metadata it has, and how fast and with how much heap it is
 * opened.
 */
@NullMarked
package io.reprise.trials.bench.metadata;

import org.jspecify.annotations.NullMarked;
