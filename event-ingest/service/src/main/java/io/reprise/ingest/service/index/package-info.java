/**
 * The id index: the memory of {@code dedupe} that outlives a process and is shared by instances.
 * In: positions of stored events. Out: a window that holds all of them again after a restart, and
 * what other instances store, a little later. One topic beside each event topic, partition by
 * partition.
 */
@NullMarked
package io.reprise.ingest.service.index;

import org.jspecify.annotations.NullMarked;
