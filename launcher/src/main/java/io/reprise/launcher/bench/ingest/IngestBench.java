package io.reprise.launcher.bench.ingest;

import io.reprise.launcher.bench.Bench;
import io.reprise.launcher.bench.BenchRoom;
import io.reprise.launcher.bench.Figure;
import io.reprise.launcher.bench.peer.ProducerPerformance;
import io.reprise.launcher.dev.DevTopics;
import io.reprise.launcher.stack.Stack;
import io.reprise.schemas.registry.SchemaRegistry;
import java.util.List;
import java.util.Map;

/** {@code bench ingest}. */
public final class IngestBench implements Bench {
  static final String EVENTS = "bench-events";
  static final String PEER = "bench-peer";
  static final int PARTITIONS = 8;
  static final int EVENT_BYTES = 1_024;

  @Override
  public List<Figure> measure(BenchRoom room) throws InterruptedException {
    try (var stack = Stack.start(room.stack(Map.of()).withWorkers(0).withAllParts());
        var peer = new ProducerPerformance(stack.bootstrapServers(), room.directory())) {
      DevTopics.ensure(stack.bootstrapServers(), PARTITIONS, EVENTS, PEER);
      try (var registry = SchemaRegistry.at(stack.registry())) {
        registry.register(SchemaRegistry.valueSubject(EVENTS), BenchText.SCHEMA);
      }
      return List.of(
          new HttpRate(room, stack, peer).measure(), new ClientRate(room, stack, peer).measure());
    }
  }
}
