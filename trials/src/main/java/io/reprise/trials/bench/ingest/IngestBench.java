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
      createTopics(stack, EVENTS);
      DevTopics.ensure(stack.bootstrapServers(), PARTITIONS, PEER);
      return List.of(
          new HttpRate(environment, stack, peer).measure(),
          new ClientRate(environment, stack, peer).measure());
    }
  }

  /** Creates topics for the events of {@link HttpPublisher}, and registers their schema. */
  public static void createTopics(Stack stack, String... topics) {
    DevTopics.ensure(stack.bootstrapServers(), PARTITIONS, topics);
    try (var registry = SchemaRegistry.at(stack.registry())) {
      for (var topic : topics) {
        registry.register(SchemaRegistry.valueSubject(topic), BenchText.SCHEMA);
      }
    }
  }
}
