package io.reprise.trials.bench.replay;

import io.reprise.local.stack.Stack;
import io.reprise.trials.bench.drive.ReplayRequest;
import io.reprise.trials.bench.drive.RunningReplay;
import io.reprise.trials.bench.drive.ServiceHeap;
import io.reprise.trials.bench.measure.BenchEnvironment;
import io.reprise.trials.bench.measure.Figure;
import io.reprise.trials.bench.measure.Samples;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures {@code worker-heap-growth}: a worker's live heap while it replays the whole topic,
 * compared with its live heap while it replays a tenth of the topic. Each sample is taken after a
 * garbage collection. For each replay, the highest sample is compared.
 */
record HeapGrowth(BenchEnvironment environment, Stack stack, int events) {
  private static final double GOAL = 1.5;
  private static final double MEBIBYTE = 1 << 20;

  Figure measure() throws InterruptedException {
    int tenth = events / ReplayBench.PARTITIONS / 10;
    var whole = ReplayRequest.whole(ReplayBench.EVENTS, ReplayBench.NOWHERE);
    var ratios = new ArrayList<Double>();
    try (var heap = new ServiceHeap(stack.workers().get(0).process())) {
      for (int i = 0; i < environment.effort().of(1, 3); i++) {
        double small = highest(heap, whole.to(tenth));
        double large = highest(heap, whole);
        environment.say("live heap: %.1f MiB over a tenth, %.1f MiB over the whole", small, large);
        ratios.add(large / small);
      }
    }
    return Figure.atMost(
        "worker-heap-growth",
        new Samples(ratios),
        "ratio",
        GOAL,
        "highest live heap (in use after a garbage collection) of a worker with a heap of 512 MiB during a replay of %,d events, divided by the same for a tenth of the events"
            .formatted(events));
  }

  private double highest(ServiceHeap heap, ReplayRequest request) throws InterruptedException {
    var replay = RunningReplay.start(stack.api(), request);
    var samples = new ArrayList<Long>(List.of(heap.liveBytes()));
    replay.await(
        "ended",
        summary -> {
          samples.add(heap.liveBytes());
          return !summary.path("endedAt").isMissingNode();
        });
    replay.awaitCompletion();
    return samples.stream().mapToLong(Long::longValue).max().orElseThrow() / MEBIBYTE;
  }
}
