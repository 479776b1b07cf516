/**
 * Measures how fast read models are rebuilt. In: snapshots in S3 and a topic of events. Out: rows
 * per second, compared with a bare COPY; and the speed of a rebuild from snapshots, compared with a
 * fold of the whole log.
 */
@NullMarked
package io.reprise.trials.bench.rehydrate;

import org.jspecify.annotations.NullMarked;
