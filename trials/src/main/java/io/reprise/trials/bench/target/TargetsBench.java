package io.reprise.trials.bench.target;

import io.reprise.embedded.EmbeddedDatabase;
import io.reprise.local.dev.DevTopics;
import io.reprise.local.stack.Stack;
import io.reprise.replay.target.TargetConfig;
import io.reprise.trials.bench.measure.Bench;
import io.reprise.trials.bench.measure.BenchEnvironment;
import io.reprise.trials.bench.measure.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Implements {@code bench targets}. */
public final class TargetsBench implements Bench {
  static final String EVENTS = "bench-events";
  static final String NOWHERE = "nowhere";
  static final String COPY = "bench-copy";
  static final String REMOTE = "remote";
  static final String ROWS = "rows";
  static final String HOOK = "hook";
  static final int PARTITIONS = 8;
  static final int EVENT_BYTES = 1_024;

  /** The number of shards that the worker delivers at a time, and of threads of its peers. */
  static final int SHARDS = 2;

  @Override
  public List<Figure> measure(BenchEnvironment environment) throws InterruptedException {
    var figures = new ArrayList<Figure>();
    try (var database = EmbeddedDatabase.startTemporary();
        var service = CountingService.start();
        var other = OtherCluster.start()) {
      var table = new RowTable(database.jdbcUrl());
      table.create();
      var targets =
          Map.of(
              NOWHERE, new TargetConfig.Discard(null),
              COPY, new TargetConfig.KafkaTopic(COPY),
              REMOTE, other.config(),
              ROWS, table.config(),
              HOOK, service.config());
      var settings =
          environment.stack(targets).withAllParts().withWorkers(1).withRunningShards(SHARDS);
      try (var stack = Stack.start(settings)) {
        publish(environment, stack);
        figures.addAll(new SelectionRates(environment, stack).measure());
        figures.add(new RemoteRate(environment, stack, other).measure());
        figures.add(new RowRate(environment, stack, table).measure());
        figures.add(new RequestRate(environment, stack, service).measure());
      }
    }
    return figures;
  }

  static int events(BenchEnvironment environment) {
    return environment.effort().of(100_000, 600_000);
  }

  private static void publish(BenchEnvironment environment, Stack stack) {
    environment.say("publishing %,d events of %,d bytes", events(environment), EVENT_BYTES);
    DevTopics.ensure(stack.bootstrapServers(), PARTITIONS, EVENTS, COPY);
    new AvroEvents(events(environment)).publish(stack, EVENTS);
  }
}
