package io.reprise.trials.bench.replay;

import io.reprise.local.dev.DevTopics;
import io.reprise.local.stack.Stack;
import io.reprise.replay.target.TargetConfig;
import io.reprise.trials.bench.measure.Bench;
import io.reprise.trials.bench.measure.BenchEnvironment;
import io.reprise.trials.bench.measure.Figure;
import io.reprise.trials.load.TopicLoad;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Implements {@code bench replay}. */
public final class ReplayBench implements Bench {
  static final String EVENTS = "bench-events";
  static final String COPY = "bench-copy";
  static final String NOWHERE = "nowhere";
  static final int PARTITIONS = 8;

  /**
   * The number of threads of a worker, and of the tool with which the worker is compared.
   * MirrorMaker's setting for this number is tasks.max.
   */
  private static final int THREADS = 2;

  private static final int USERS = 10_000;
  private static final int EVENT_BYTES = 1024;

  @Override
  public List<Figure> measure(BenchEnvironment environment) throws InterruptedException {
    int events = environment.effort().of(200_000, 2_000_000);
    var settings =
        environment
            .stack(
                Map.of(
                    NOWHERE, new TargetConfig.Discard(null),
                    COPY, new TargetConfig.KafkaTopic(COPY)))
            .withWorkers(1)
            .withRunningShards(THREADS);
    var figures = new ArrayList<Figure>();
    try (var stack = Stack.start(settings)) {
      publish(environment, stack, events);
      figures.addAll(new DiscardRate(environment, stack, events, THREADS).measure());
      figures.add(new ExactlyOnceRate(environment, stack, THREADS).measure());
      figures.add(new HeapGrowth(environment, stack, events).measure());
    }
    return figures;
  }

  private static void publish(BenchEnvironment environment, Stack stack, int events) {
    environment.say("publishing %,d events of %,d bytes", events, EVENT_BYTES);
    DevTopics.ensure(stack.bootstrapServers(), PARTITIONS, EVENTS, COPY);
    new TopicLoad(events, USERS, EVENT_BYTES).publish(stack.bootstrapServers(), EVENTS);
  }
}
