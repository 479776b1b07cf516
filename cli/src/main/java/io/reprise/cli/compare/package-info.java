/**
 * {@code reprise compare}: compares the records of two topics or replays, or the rows of two read
 * models. In: two sides, a window of times, and what is ignored. Out: counts, the first difference
 * and samples, and an exit code. Reads topics page by page through a replay worker, so that
 * archived records are read too and what is hidden from the caller stays hidden. Must not know
 * Kafka or the object store.
 */
@NullMarked
package io.reprise.cli.compare;

import org.jspecify.annotations.NullMarked;
