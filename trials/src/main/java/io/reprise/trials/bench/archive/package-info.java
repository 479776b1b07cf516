/**
 * Figures of the cold tier. In: a throwaway stack with an S3 server on the same cores. Out: how
 * fast a log is archived and proven, how fast it is replayed from there, and what it takes to
 * store.
 */
@NullMarked
package io.reprise.trials.bench.archive;

import org.jspecify.annotations.NullMarked;
