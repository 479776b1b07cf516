package io.reprise.trials.bench.scale;

import io.reprise.local.dev.DevTopics;
import io.reprise.local.stack.Stack;
import io.reprise.replay.target.TargetConfig;
import io.reprise.trials.bench.measure.Bench;
import io.reprise.trials.bench.measure.BenchEnvironment;
import io.reprise.trials.bench.measure.Figure;
import io.reprise.trials.bench.measure.Samples;
import io.reprise.trials.load.TopicLoad;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Implements {@code bench scale}: measures replays by 2, 4 and 8 workers into a target that needs 5
 * ms for each record. Each worker has one record in flight at a time.
 */
public final class ScaleBench implements Bench {
  private static final String EVENTS = "bench-events";
  private static final String SLOW = "slow";
  static final int PARTITIONS = 2;
  private static final int FEWEST = 2;
  private static final List<Integer> MORE = List.of(4, 8);
  private static final Duration DELAY = Duration.ofMillis(5);
  private static final double GOAL = 0.85;

  @Override
  public List<Figure> measure(BenchEnvironment environment) throws InterruptedException {
    int eventsPerWorker = environment.effort().of(1_000, 2_000);
    var settings =
        environment
            .stack(Map.of(SLOW, new TargetConfig.Discard(DELAY)))
            .withWorkers(FEWEST)
            .withRunningShards(1);
    try (var stack = Stack.start(settings)) {
      DevTopics.ensure(stack.bootstrapServers(), PARTITIONS, EVENTS);
      new TopicLoad(10 * eventsPerWorker, 1_000, 1_024).publish(stack.bootstrapServers(), EVENTS);
      var rounds = new ArrayList<ScaleRound>();
      for (int i = 0; i < environment.effort().of(1, 5); i++) {
        rounds.add(
            new ScaleRound(environment, stack, EVENTS, SLOW, eventsPerWorker, FEWEST, MORE).run());
      }
      return figures(rounds);
    }
  }

  private static List<Figure> figures(List<ScaleRound> rounds) {
    var figures = new ArrayList<Figure>();
    for (int workers : MORE) {
      figures.add(
          Figure.atLeast(
              "scale-unordered-" + workers,
              efficiency(rounds, "UNORDERED", workers),
              "efficiency",
              GOAL,
              note(workers)));
    }
    for (int workers : MORE) {
      figures.add(
          Figure.baseline(
              "scale-key-" + workers,
              efficiency(rounds, "KEY", workers),
              "efficiency",
              note(workers)
                  + "; each shard reads the whole offset range and delivers its bucket of keys"));
    }
    return figures;
  }

  private static Samples efficiency(List<ScaleRound> rounds, String ordering, int workers) {
    return new Samples(rounds.stream().map(r -> r.efficiency(ordering, workers)).toList());
  }

  private static String note(int workers) {
    return "records/s per worker with %1$d workers, divided by records/s per worker with %2$d, in the same round; %3$d partitions; the target needs %4$d ms per record, and each worker delivers one record at a time; rates are measured while every worker runs a shard, which excludes start and end"
        .formatted(workers, FEWEST, PARTITIONS, DELAY.toMillis());
  }
}
