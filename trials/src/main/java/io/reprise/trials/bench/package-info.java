/**
 * {@code reprise bench}: measures Reprise on this machine, and measures other tools, most of them
 * Kafka's own, for comparison. In: the name of a bench. Out: a report of one run. Each bench has
 * its own package. Must not know the chaos runs.
 */
@NullMarked
package io.reprise.trials.bench;

import org.jspecify.annotations.NullMarked;
