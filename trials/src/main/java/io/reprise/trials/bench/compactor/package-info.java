/**
 * Measures the speed and the memory of compactors. In: topics of events. Out: the rate of the fold
 * beside a bare Kafka Streams aggregate, restore and takeover times, and memory per key.
 */
@NullMarked
package io.reprise.trials.bench.compactor;

import org.jspecify.annotations.NullMarked;
