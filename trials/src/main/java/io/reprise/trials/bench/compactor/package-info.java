/**
 * Measures the speed and the memory of compactors. In: topics of events. Out: the rate of the fold,
 * compared with that of a bare Kafka Streams aggregate; times of restore and takeover; and memory
 * per key.
 */
@NullMarked
package io.reprise.trials.bench.compactor;

import org.jspecify.annotations.NullMarked;
