/**
 * Measures how fast read models are rebuilt. In: snapshots in S3 and a topic of events. Out: rows
 * per second beside a bare COPY, and how much faster a rebuild from snapshots is than a fold of the
 * whole log.
 */
@NullMarked
package io.reprise.trials.bench.rehydrate;

import org.jspecify.annotations.NullMarked;
