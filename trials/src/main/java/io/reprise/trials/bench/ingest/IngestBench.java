package io.reprise.trials.bench.ingest;

import io.reprise.local.dev.DevTopics;
import io.reprise.local.stack.Stack;
import io.reprise.schemas.registry.SchemaRegistry;
import io.reprise.trials.bench.measure.Bench;
import io.reprise.trials.bench.measure.BenchEnvironment;
import io.reprise.trials.bench.measure.Figure;
import io.reprise.trials.bench.peer.ProducerPerformance;
import java.util.List;
import java.util.Map;

/** Implements {@code bench ingest}. */
public final class IngestBench implements Bench {
  static final String EVENTS = "bench-events";
  static final String PEER = "bench-peer";
  static final int PARTITIONS = 8;
  static final int EVENT_BYTES = 1_024;

  @Override
  public List<Figure> measure(BenchEnvironment environment) throws InterruptedException {
    try (var stack = Stack.start(environment.stack(Map.of()).withWorkers(0).withAllParts());
        var peer = new ProducerPerformance(stack.bootstrapServers(), environment.directory())) {
      DevTopics.ensure(stack.bootstrapServers(), PARTITIONS, EVENTS, PEER);
      try (var registry = SchemaRegistry.at(stack.registry())) {
        registry.register(SchemaRegistry.valueSubject(EVENTS), BenchText.SCHEMA);
      }
      return List.of(
          new HttpRate(environment, stack, peer).measure(),
          new ClientRate(environment, stack, peer).measure());
    }
  }
}
