package io.reprise.trials.bench.target;

import io.reprise.local.stack.Stack;
import io.reprise.trials.bench.drive.ReplayRequest;
import io.reprise.trials.bench.drive.RunningReplay;
import io.reprise.trials.bench.drive.TopicRate;
import io.reprise.trials.bench.measure.BenchEnvironment;
import io.reprise.trials.bench.measure.Figure;
import io.reprise.trials.bench.measure.PeerComparison;

/**
 * Measures {@code target-remote}: a replay to a topic of another cluster, and the same replay to a
 * topic of the source's cluster, both exactly once and measured as {@code replay-exactly-once} is.
 */
record RemoteRate(BenchEnvironment environment, Stack stack, OtherCluster other) {
  private static final double GOAL = 0.9;
  private static final String PEER = "replay within the cluster";

  Figure measure() throws InterruptedException {
    int warmUps = environment.effort().of(1, 2);
    int pairs = environment.effort().of(2, 5);
    return Figure.ofPairs(
        "target-remote",
        PeerComparison.interleaved(
            warmUps,
            pairs,
            () -> rate(TargetsBench.REMOTE, other.bootstrapServers()),
            () -> rate(TargetsBench.COPY, stack.bootstrapServers())),
        "records/s",
        PEER,
        GOAL,
        "each cluster is one broker on this machine; %d shards at a time; the rate is the growth of the target topic's end offsets from record %,d to record %,d, which excludes start-up; both sides exactly once"
            .formatted(TargetsBench.SHARDS, from(), to()));
  }

  private int from() {
    return records() / 10;
  }

  private int to() {
    return records() / 10 * 9;
  }

  private int records() {
    return environment.effort().of(80_000, 400_000);
  }

  private double rate(String target, String bootstrapServers) throws InterruptedException {
    var request =
        ReplayRequest.whole(TargetsBench.EVENTS, target).to(records() / TargetsBench.PARTITIONS);
    try (var growth = new TopicRate(bootstrapServers, TargetsBench.COPY)) {
      var replay = RunningReplay.start(stack.api(), request);
      double rate = growth.recordsPerSecond(from(), to());
      replay.awaitCompletion(records());
      environment.say("replay to %s: %,.0f records/s", target, rate);
      return rate;
    }
  }
}
