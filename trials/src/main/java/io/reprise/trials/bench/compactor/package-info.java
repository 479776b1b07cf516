/**
 * How fast and how small compactors are. In: topics of events. Out: the fold's rate beside a bare
 * aggregate of Kafka Streams, restore and takeover times, and what keys cost in memory.
 */
@NullMarked
package io.reprise.trials.bench.compactor;

import org.jspecify.annotations.NullMarked;
