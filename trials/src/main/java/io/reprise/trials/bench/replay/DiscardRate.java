package io.reprise.trials.bench.replay;

import io.reprise.local.stack.Stack;
import io.reprise.trials.bench.drive.ReplayRequest;
import io.reprise.trials.bench.drive.RunningReplay;
import io.reprise.trials.bench.measure.BenchEnvironment;
import io.reprise.trials.bench.measure.Figure;
import io.reprise.trials.bench.measure.PeerComparison;
import io.reprise.trials.bench.peer.ConsumerPerformance;

/**
 * Measures {@code replay-discard}: a worker and Kafka's consumer tool each read the whole topic
 * once, with the same number of threads. The worker has one shard per thread. The tool has one
 * consumer per thread, each in a JVM of its own. Both rates are bytes over the whole time, which
 * includes the worker's claims and the consumers' group joins. All JVMs are warm.
 */
record DiscardRate(BenchEnvironment environment, Stack stack, int events, int threads) {
  private static final double GOAL = 0.9;

  Figure measure() throws InterruptedException {
    int pairs = environment.effort().of(3, 5);
    try (var peers =
        new ConsumerPerformance(stack.bootstrapServers(), threads, environment.directory())) {
      return Figure.ofPairs(
          "replay-discard",
          PeerComparison.interleaved(
              environment.effort().of(1, 2), pairs, this::replay, () -> consume(peers)),
          "MiB/s",
          ConsumerPerformance.NAME,
          GOAL,
          "one worker delivers %1$d shards at a time (runningShards); the peer is %1$d concurrent consumers, each of which reads an equal part of %2$,d events; both times include start-up, such as claims and joining the group; bytes of keys and values"
              .formatted(threads, events));
    }
  }

  private double replay() throws InterruptedException {
    var request = ReplayRequest.whole(ReplayBench.EVENTS, ReplayBench.NOWHERE);
    double rate = RunningReplay.start(stack.api(), request).awaitCompletion().mebibytesPerSecond();
    environment.say("replay to nowhere: %.0f MiB/s", rate);
    return rate;
  }

  private double consume(ConsumerPerformance peers) {
    double rate = peers.mebibytesPerSecond(ReplayBench.EVENTS, events);
    environment.say("%s: %.0f MiB/s", ConsumerPerformance.NAME, rate);
    return rate;
  }
}
