package io.reprise.trials.bench.ingest;

import io.reprise.local.stack.Stack;
import io.reprise.trials.bench.measure.BenchEnvironment;
import io.reprise.trials.bench.measure.Figure;
import io.reprise.trials.bench.measure.PeerComparison;
import io.reprise.trials.bench.peer.ProducerPerformance;
import io.reprise.trials.bench.peer.ToolProcess;
import java.util.List;
import java.util.UUID;

/**
 * Measures {@code ingest-client}: the rate of the Java client, which encodes records and sends them
 * directly to Kafka.
 */
record ClientRate(BenchEnvironment environment, Stack stack, ProducerPerformance peer) {
  private static final double GOAL = 0.9;

  // How many pairs of measurements are dropped as warm-up. Other benches drop fewer pairs, but the
  // rate of the Java client still rises after two pairs.
  private static final int WARM_UPS = 5;

  Figure measure() throws InterruptedException {
    int events = environment.effort().of(100_000, 500_000);
    try (var load =
        ToolProcess.start(
            ClientLoad.class.getName(),
            List.of("-Xmx512m"),
            System.getProperty("java.class.path"),
            environment.directory().resolve("client-load.log"))) {
      return Figure.ofPairs(
          "ingest-client",
          PeerComparison.interleaved(
              environment.effort().of(1, WARM_UPS),
              environment.effort().of(2, 5),
              () -> publish(load, events),
              () -> produce(events)),
          "records/s",
          ProducerPerformance.NAME,
          GOAL,
          "one thread; the client encodes each record as Avro, sets the CloudEvents attributes as headers and returns a future; %,d records per run, uncompressed, %,d bytes of key, value and headers on both sides; the peer sends with acks=all and its other defaults"
              .formatted(events, IngestBench.EVENT_BYTES));
    }
  }

  private double publish(ToolProcess load, int events) {
    var printed =
        load.run(
            List.of(
                stack.bootstrapServers(),
                stack.registry().toString(),
                IngestBench.EVENTS,
                "/bench/" + UUID.randomUUID(),
                Integer.toString(events),
                Integer.toString(IngestBench.EVENT_BYTES)));
    double rate = events / Double.parseDouble(printed.get(0));
    environment.say("Java client: %,.0f records/s", rate);
    return rate;
  }

  private double produce(int events) {
    double rate = peer.recordsPerSecond(IngestBench.PEER, events, IngestBench.EVENT_BYTES);
    environment.say("%s: %,.0f records/s", ProducerPerformance.NAME, rate);
    return rate;
  }
}
