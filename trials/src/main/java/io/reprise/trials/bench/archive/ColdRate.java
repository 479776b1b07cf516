package io.reprise.trials.bench.archive;

import io.reprise.local.stack.Stack;
import io.reprise.trials.bench.drive.ReplayRequest;
import io.reprise.trials.bench.drive.RunningReplay;
import io.reprise.trials.bench.measure.BenchEnvironment;
import io.reprise.trials.bench.measure.Figure;
import io.reprise.trials.bench.measure.PeerComparison;

/**
 * Replays the archived topic and the topic that stayed in Kafka into a discard target, and compares
 * the rates.
 */
record ColdRate(BenchEnvironment environment, Stack stack) {
  static final double COLD_GOAL = 0.8;
  static final double CACHED_GOAL = 1.0;

  Figure measure(String name, double goal) throws InterruptedException {
    int pairs = environment.effort().of(2, 5);
    return Figure.ofPairs(
        name,
        PeerComparison.interleaved(
            1, pairs, () -> replay(ArchiveBench.COLD), () -> replay(ArchiveBench.HOT)),
        "records/s",
        "hot replay",
        goal,
        "the same events, worker and threads; one topic is read completely from S3 or the"
            + " worker's cache, the other completely from Kafka");
  }

  double replay(String topic) throws InterruptedException {
    var request = ReplayRequest.whole(topic, ArchiveBench.NOWHERE);
    double rate = RunningReplay.start(stack.api(), request).awaitCompletion().recordsPerSecond();
    environment.say("replay of %s: %,.0f records/s", topic, rate);
    return rate;
  }
}
