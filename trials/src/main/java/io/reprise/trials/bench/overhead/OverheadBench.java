package io.reprise.trials.bench.overhead;

import io.reprise.kafka.time.Deadline;
import io.reprise.local.stack.Stack;
import io.reprise.local.stack.StackLaunches;
import io.reprise.replay.target.TargetConfig;
import io.reprise.trials.bench.measure.Bench;
import io.reprise.trials.bench.measure.BenchEffort;
import io.reprise.trials.bench.measure.BenchEnvironment;
import io.reprise.trials.bench.measure.Figure;
import io.reprise.trials.bench.measure.Rounds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Implements {@code bench overhead}. */
public final class OverheadBench implements Bench {
  static final String NOWHERE = "nowhere";

  private static final int RUNNING_SHARDS = 2;
  private static final int INGEST_WARM_UPS = 4;
  private static final int REPLAY_WARM_UPS = 3;
  private static final int FEWEST = 3;

  /** The share of the time until ingest has been measured, with the start of the stack. */
  private static final double UNTIL_INGEST = 0.52;

  /** The share of the time until replays have been measured; the rest is for the end. */
  private static final double UNTIL_REPLAY = 0.94;

  @Override
  public List<Figure> measure(BenchEnvironment environment) throws InterruptedException {
    var ingestUntil = deadline(environment, UNTIL_INGEST);
    var replayUntil = deadline(environment, UNTIL_REPLAY);
    var settings =
        environment
            .stack(Map.of(NOWHERE, new TargetConfig.Discard(null)))
            .withWorkers(0)
            .withRunningShards(RUNNING_SHARDS)
            .withAllParts();
    var figures = new ArrayList<Figure>();
    try (var security = BenchSecurity.start(environment.directory().resolve("security"));
        var stack = Stack.start(settings)) {
      var launches = new StackLaunches(settings);
      figures.addAll(
          new IngestOverhead(environment, stack, launches, security)
              .measure(rounds(environment, INGEST_WARM_UPS, ingestUntil)));
      var replays = new ReplayOverhead(environment, stack, launches, security);
      replays.publish();
      figures.addAll(replays.measure(rounds(environment, REPLAY_WARM_UPS, replayUntil)));
    }
    return figures;
  }

  /** Returns when the measurements of a part end. A quick run has as few rounds as possible. */
  private static Deadline deadline(BenchEnvironment environment, double share) {
    return Deadline.after(
        environment.effort() == BenchEffort.QUICK
            ? Duration.ZERO
            : Duration.ofMillis((long) (environment.overheadLimit().toMillis() * share)));
  }

  private static Rounds rounds(BenchEnvironment environment, int warmUps, Deadline deadline) {
    return new Rounds(
        environment.effort().of(1, warmUps), environment.effort().of(2, FEWEST), deadline);
  }
}
