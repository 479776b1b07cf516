package io.reprise.launcher.bench.replay;

import io.reprise.launcher.bench.BenchRoom;
import io.reprise.launcher.bench.Figure;
import io.reprise.launcher.bench.Pairs;
import io.reprise.launcher.bench.drive.ReplayRequest;
import io.reprise.launcher.bench.drive.RunningReplay;
import io.reprise.launcher.bench.peer.ConsumerPerformance;
import io.reprise.launcher.stack.Stack;

/**
 * {@code replay-discard}. Both sides read the whole topic with one delivering thread; both rates
 * are bytes over the whole time, so that the claims of eight shards count against us as the join of
 * its group counts against the peer. Both JVMs are warm.
 */
record DiscardRate(BenchRoom room, Stack stack, int events) {
  private static final double GOAL = 0.9;

  Figure measure() throws InterruptedException {
    int pairs = room.effort().of(3, 5);
    try (var peer = new ConsumerPerformance(stack.bootstrapServers(), room.directory())) {
      return Figure.ofPairs(
          "replay-discard",
          Pairs.interleaved(1, pairs, this::replay, () -> consume(peer)),
          "MiB/s",
          ConsumerPerformance.NAME,
          GOAL,
          "one thread each: a worker with runningShards 1 against one consumer, both over all %d partitions (%,d events); whole time of both, claims and group join included; keys and values counted"
              .formatted(ReplayBench.PARTITIONS, events));
    }
  }

  private double replay() throws InterruptedException {
    var request = ReplayRequest.whole(ReplayBench.EVENTS, ReplayBench.NOWHERE);
    double rate = RunningReplay.start(stack.api(), request).awaitCompletion().mebibytesPerSecond();
    room.say("replay to nowhere: %.0f MiB/s", rate);
    return rate;
  }

  private double consume(ConsumerPerformance peer) {
    double rate = peer.mebibytesPerSecond(ReplayBench.EVENTS, events);
    room.say("%s: %.0f MiB/s", ConsumerPerformance.NAME, rate);
    return rate;
  }
}
