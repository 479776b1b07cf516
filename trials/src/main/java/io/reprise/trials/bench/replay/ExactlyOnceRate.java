package io.reprise.trials.bench.replay;

import io.reprise.local.stack.Stack;
import io.reprise.trials.bench.drive.ReplayRequest;
import io.reprise.trials.bench.drive.RunningReplay;
import io.reprise.trials.bench.drive.TopicRate;
import io.reprise.trials.bench.measure.BenchEnvironment;
import io.reprise.trials.bench.measure.Figure;
import io.reprise.trials.bench.measure.PeerComparison;
import io.reprise.trials.bench.peer.MirrorMaker;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Measures {@code replay-exactly-once}. Reprise and MirrorMaker each copy the same topic on the
 * same cluster with two threads in one process. The rate of both is the growth of the copy's end
 * offsets, measured between the same two numbers of copied records.
 */
record ExactlyOnceRate(
    BenchEnvironment environment, Stack stack, int threads, AtomicInteger copies) {
  private static final double GOAL = 2.0;

  ExactlyOnceRate(BenchEnvironment environment, Stack stack, int threads) {
    this(environment, stack, threads, new AtomicInteger());
  }

  Figure measure() throws InterruptedException {
    int pairs = environment.effort().of(1, 5);
    int warmUps = environment.effort().of(0, 1);
    return Figure.ofPairs(
        "replay-exactly-once",
        PeerComparison.interleaved(warmUps, pairs, this::replay, this::mirror),
        "records/s",
        MirrorMaker.NAME,
        GOAL,
        "each side is one process with %d threads (runningShards, tasks.max); the rate is the growth of the target topic's end offsets from record %,d to record %,d, which excludes start-up; the worker copies exactly once, the peer at least once"
            .formatted(threads, from(), to()));
  }

  /**
   * Returns how many records are copied before the measurement begins, so that the measurement
   * excludes the start-up of Reprise and of MirrorMaker.
   */
  private long from() {
    return environment.effort().of(20_000, 100_000);
  }

  private long to() {
    return environment.effort().of(120_000, 500_000);
  }

  private double replay() throws InterruptedException {
    long end = (to() + to() / 5) / ReplayBench.PARTITIONS;
    var request = ReplayRequest.whole(ReplayBench.EVENTS, ReplayBench.COPY).to(end);
    try (var growth = new TopicRate(stack.bootstrapServers(), ReplayBench.COPY)) {
      var replay = RunningReplay.start(stack.api(), request);
      double rate = growth.recordsPerSecond(from(), to());
      replay.awaitCompletion();
      environment.say("replay exactly once: %,.0f records/s", rate);
      return rate;
    }
  }

  private double mirror() throws InterruptedException {
    var alias = "mirror" + copies.incrementAndGet();
    try (var peer =
            MirrorMaker.start(
                stack.bootstrapServers(),
                ReplayBench.EVENTS,
                alias,
                threads,
                environment.directory());
        var growth = new TopicRate(stack.bootstrapServers(), peer.copy())) {
      double rate = growth.recordsPerSecond(from(), to());
      environment.say("%s: %,.0f records/s", MirrorMaker.NAME, rate);
      return rate;
    }
  }
}
