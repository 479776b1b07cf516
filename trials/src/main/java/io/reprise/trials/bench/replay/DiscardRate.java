package io.reprise.trials.bench.replay;

import io.reprise.local.stack.Stack;
import io.reprise.trials.bench.drive.ReplayRates;
import io.reprise.trials.bench.drive.ReplayRequest;
import io.reprise.trials.bench.drive.RunningReplay;
import io.reprise.trials.bench.measure.BenchEnvironment;
import io.reprise.trials.bench.measure.Figure;
import io.reprise.trials.bench.measure.PeerComparison;
import io.reprise.trials.bench.measure.PeerComparison.Pair;
import io.reprise.trials.bench.peer.ConsumerPerformance;
import io.reprise.trials.bench.peer.ConsumerRates;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures {@code replay-discard} and {@code replay-discard-after-start}: a worker and Kafka's
 * consumer tool each read the whole topic once, with the same number of threads. The worker has one
 * shard per thread. The tool has one consumer per thread, each in a JVM of its own. All JVMs are
 * warm.
 *
 * <p>The first figure compares bytes over the whole time, which includes the worker's claims and
 * the consumers' group joins. The second figure compares the same runs without the time of claims
 * and group joins.
 */
record DiscardRate(BenchEnvironment environment, Stack stack, int events, int threads) {
  private static final double GOAL = 0.8;
  private static final double GOAL_AFTER_START = 0.95;

  List<Figure> measure() throws InterruptedException {
    int warmUps = environment.effort().of(1, 2);
    int pairs = environment.effort().of(3, 5);
    var replays = new ArrayList<ReplayRates>();
    var reads = new ArrayList<ConsumerRates>();
    try (var peers =
        new ConsumerPerformance(stack.bootstrapServers(), threads, environment.directory())) {
      var whole =
          PeerComparison.interleaved(
              warmUps, pairs, () -> replay(replays), () -> consume(peers, reads));
      return List.of(
          Figure.ofPairs(
              "replay-discard",
              whole,
              "MiB/s",
              ConsumerPerformance.NAME,
              GOAL,
              "one worker delivers %1$d shards at a time (runningShards); the peer is %1$d concurrent consumers, each of which reads an equal part of %2$,d events; both times include start-up, such as claims and joining the group; bytes of keys and values"
                  .formatted(threads, events)),
          Figure.ofPairs(
              "replay-discard-after-start",
              afterStart(replays, reads, warmUps),
              "MiB/s",
              ConsumerPerformance.NAME,
              GOAL_AFTER_START,
              "the runs of replay-discard without start-up: the replay from its first delivered records to its end, and the consumers from the moment at which they had joined their groups"));
    }
  }

  /**
   * Pairs the worker's rate after its start with the consumers' rate after they joined their
   * groups, for each pair of runs of {@code replay-discard}. The warm-up runs are left out.
   */
  private static PeerComparison afterStart(
      List<ReplayRates> replays, List<ConsumerRates> reads, int warmUps) {
    var pairs = new ArrayList<Pair>();
    for (int i = warmUps; i < replays.size(); i++) {
      pairs.add(
          new Pair(
              replays.get(i).afterStart().mebibytesPerSecond(),
              reads.get(i).mebibytesPerSecondAfterJoin()));
    }
    return new PeerComparison(pairs);
  }

  private double replay(List<ReplayRates> replays) throws InterruptedException {
    var request = ReplayRequest.whole(ReplayBench.EVENTS, ReplayBench.NOWHERE);
    var rates = RunningReplay.start(stack.api(), request).awaitRates();
    replays.add(rates);
    environment.say(
        "replay to nowhere: %.0f MiB/s, %.0f MiB/s after the start",
        rates.whole().mebibytesPerSecond(), rates.afterStart().mebibytesPerSecond());
    return rates.whole().mebibytesPerSecond();
  }

  private double consume(ConsumerPerformance peers, List<ConsumerRates> reads) {
    var rates = peers.read(ReplayBench.EVENTS, events);
    reads.add(rates);
    environment.say(
        "%s: %.0f MiB/s, %.0f MiB/s after joining the group",
        ConsumerPerformance.NAME, rates.mebibytesPerSecond(), rates.mebibytesPerSecondAfterJoin());
    return rates.mebibytesPerSecond();
  }
}
