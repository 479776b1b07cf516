package io.reprise.trials.bench.archive;

import io.reprise.local.stack.Stack;
import io.reprise.trials.bench.drive.ReplayRequest;
import io.reprise.trials.bench.drive.RunningReplay;
import io.reprise.trials.bench.drive.ServiceMetric;
import io.reprise.trials.bench.measure.BenchEnvironment;
import io.reprise.trials.bench.measure.Figure;
import io.reprise.trials.bench.measure.Samples;
import io.reprise.trials.load.TopicLoad;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures {@code key-replay-bytes} and {@code key-replay-time}: a replay of one user's events from
 * the archive, compared with a replay of all users' events.
 */
record KeyReplay(BenchEnvironment environment, Stack stack) {
  private static final double BYTES_GOAL = 0.05;
  private static final double TIME_GOAL = 0.1;

  List<Figure> measure() throws InterruptedException {
    var times = new ArrayList<Double>();
    var bytes = new ArrayList<Double>();
    var read =
        ServiceMetric.of(stack.workers().get(0).uri(), "reprise_archive_cache_store_bytes_total");
    for (int i = 0; i < environment.effort().of(2, 5); i++) {
      var whole = ReplayRequest.whole(ArchiveBench.COLD, ArchiveBench.NOWHERE);
      var key = whole.ofKey(TopicLoad.user(17 + i * 101));
      double archived = stack.api().plan(key.spec()).at("/archive/bytes").asDouble();
      double all = RunningReplay.start(stack.api(), whole).awaitCompletion().seconds();
      double before = read.value();
      double one = RunningReplay.start(stack.api(), key).awaitCompletion(1).seconds();
      bytes.add((read.value() - before) / archived);
      times.add(one / all);
      environment.say("one key: %.2f s against %.2f s for all", one, all);
    }
    return List.of(
        Figure.below(
            "key-replay-bytes",
            new Samples(bytes),
            "ratio",
            BYTES_GOAL,
            "bytes that a worker fetches from the store for one key of 10,000, divided by the bytes of"
                + " the whole archive; the worker has the indexes in memory and caches no blocks"),
        Figure.below(
            "key-replay-time",
            new Samples(times),
            "ratio",
            TIME_GOAL,
            "time of a replay of one key, divided by the time of a replay of all records; both"
                + " include the claims of all shards"));
  }
}
