/**
 * How fast read models are rebuilt. In: snapshots in S3 and a topic of events. Out: rows a second
 * beside a bare COPY, and what snapshots save against folding the whole log.
 */
@NullMarked
package io.reprise.trials.bench.rehydrate;

import org.jspecify.annotations.NullMarked;
