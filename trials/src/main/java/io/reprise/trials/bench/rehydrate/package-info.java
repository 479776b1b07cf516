/**
 * Measures how fast read models are rebuilt. In: snapshots in S3 and a topic of events. Out: rows
 * per second beside a bare COPY, and the time that snapshots save against folding the whole log.
 */
@NullMarked
package io.reprise.trials.bench.rehydrate;

import org.jspecify.annotations.NullMarked;
