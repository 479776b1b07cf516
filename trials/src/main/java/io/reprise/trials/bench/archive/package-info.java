/**
 * Measures the cold tier. In: a temporary stack with an S3 server on the same machine. Out: how
 * fast a topic is archived and verified, how fast it is replayed from the archive, and how much
 * space its archive takes.
 */
@NullMarked
package io.reprise.trials.bench.archive;

import org.jspecify.annotations.NullMarked;
