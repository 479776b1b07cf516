package io.reprise.trials.bench.ingest;

import io.reprise.cli.context.SecurityFiles;
import io.reprise.local.stack.Stack;
import io.reprise.trials.bench.measure.BenchEnvironment;
import io.reprise.trials.bench.measure.Figure;
import io.reprise.trials.bench.measure.PeerComparison;
import io.reprise.trials.bench.peer.ProducerPerformance;

/**
 * Measures {@code ingest-http}: the rate at which the ingest service stores events that it receives
 * in batches over HTTP. The service checks each event against its schema and stores it once.
 */
record HttpRate(BenchEnvironment environment, Stack stack, ProducerPerformance peer) {
  private static final double GOAL = 0.4;

  // How many pairs of measurements are dropped as warm-up. Other benches drop fewer pairs, but
  // after two pairs the JIT compiler still takes a quarter of the service's processor time.
  private static final int WARM_UPS = 5;

  Figure measure() throws InterruptedException {
    int events = environment.effort().of(20_000, 200_000);
    try (var load = HttpPublisher.start(environment.directory())) {
      return Figure.ofPairs(
          "ingest-http",
          PeerComparison.interleaved(
              environment.effort().of(1, WARM_UPS),
              environment.effort().of(2, 5),
              () -> publish(load, events),
              () -> produce(events)),
          "records/s",
          ProducerPerformance.NAME,
          GOAL,
          "CloudEvents in batches of %d over %d connections; the service checks JSON data of about %,d bytes against a schema, stores it as Avro and remembers the ids; %,d events per run, from requests that are built before the measurement; the peer sends records of %,d bytes with acks=all and its other defaults"
              .formatted(
                  HttpPublisher.BATCH,
                  HttpPublisher.CONNECTIONS,
                  IngestBench.EVENT_BYTES,
                  events,
                  IngestBench.EVENT_BYTES));
    }
  }

  private double publish(HttpPublisher load, int events) {
    double seconds = load.publish(stack.ingest(), IngestBench.EVENTS, events, SecurityFiles.NONE);
    double rate = events / seconds;
    environment.say("ingest over HTTP: %,.0f records/s", rate);
    return rate;
  }

  private double produce(int events) {
    double rate = peer.recordsPerSecond(IngestBench.PEER, events, IngestBench.EVENT_BYTES);
    environment.say("%s: %,.0f records/s", ProducerPerformance.NAME, rate);
    return rate;
  }
}
