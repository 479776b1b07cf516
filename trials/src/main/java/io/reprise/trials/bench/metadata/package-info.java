/**
 * Measures the metadata of an archive, which grows with the age of an installation. In: an archive
 * of many segments, made by the production classes. Out: the size of the metadata, and the time and
 * the heap that it takes to open the archive.
 */
@NullMarked
package io.reprise.trials.bench.metadata;

import org.jspecify.annotations.NullMarked;
