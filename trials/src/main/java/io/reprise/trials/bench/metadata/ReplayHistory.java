package io.reprise.trials.bench.metadata;

import io.reprise.cli.client.WorkerClient;
import io.reprise.kafka.time.Deadline;
import io.reprise.local.process.ServiceProcess;
import io.reprise.local.stack.Stack;
import io.reprise.replay.journal.ControlTopics;
import io.reprise.runtime.json.Durations;
import io.reprise.trials.bench.drive.ServiceHeap;
import io.reprise.trials.bench.measure.BenchEnvironment;
import io.reprise.trials.bench.measure.Figure;
import io.reprise.trials.bench.measure.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Measures how much more heap and CPU time an idle worker needs when its control topics contain a
 * history of completed replays than when they are empty. Also measures how long the worker takes to
 * list the replays.
 */
final class ReplayHistory {
  private static final int SHARDS = 64;
  private static final double HEAP_GOAL_MEBIBYTES = 60;
  private static final double CPU_GOAL_PERCENT = 2;
  private static final double LIST_GOAL_MILLIS = 50;
  private static final double MEBIBYTE = 1 << 20;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final int LISTS = 20;
  private static final int ROUNDS = 3;
  private static final Duration READ_LIMIT = Duration.ofMinutes(10);
  private static final Duration CHECK_EVERY = Duration.ofMillis(500);

  private final BenchEnvironment environment;
  private final int replays;

  ReplayHistory(BenchEnvironment environment, int replays) {
    this.environment = environment;
    this.replays = replays;
  }

  List<Figure> measure() throws InterruptedException {
    try (var stack = Stack.start(environment.stack(Map.of()).withWorkers(1))) {
      var process = stack.workers().get(0).process();
      try (var heap = new ServiceHeap(process)) {
        Thread.sleep(environment.effort().of(2_000, 10_000));
        double emptyHeap = liveMebibytes(heap);
        double emptyCpu = cpu(process, 1).get(0);
        environment.say("writing %,d completed replays of %d shards", replays, SHARDS);
        var topics = new ControlTopics("reprise", SHARDS);
        new WrittenHistory(topics, SHARDS).write(stack.bootstrapServers(), replays);
        awaitRead(stack.api());
        var list = listMillis(stack.api());
        Thread.sleep(environment.effort().of(2_000, 10_000));
        double more = liveMebibytes(heap) - emptyHeap;
        var cpu = cpu(process, ROUNDS);
        environment.say(
            "%.1f MiB more heap than %.1f MiB, %.2f %% of a core (empty: %.2f %%), list %.1f ms",
            more, emptyHeap, new Samples(cpu).median(), emptyCpu, new Samples(list).median());
        return figures(more, cpu, emptyCpu, list);
      }
    }
  }

  private List<Figure> figures(
      double moreHeap, List<Double> cpu, double emptyCpu, List<Double> list) {
    return List.of(
        Figure.worstBelow(
            "history-heap",
            new Samples(List.of(moreHeap)),
            "MiB",
            HEAP_GOAL_MEBIBYTES,
            "live heap (used after a collection) of an idle worker that knows %,d completed replays of %d shards, beyond that of a worker that knows none"
                .formatted(replays, SHARDS)),
        Figure.below(
            "history-cpu",
            new Samples(cpu),
            "%",
            CPU_GOAL_PERCENT,
            "of one core, used by that idle worker, which is the coordinator and owns all slots; it used %.2f %% before it knew any replay"
                .formatted(emptyCpu)),
        Figure.below(
            "history-list",
            new Samples(list),
            "ms",
            LIST_GOAL_MILLIS,
            "GET /api/v1/replays?limit=100, with reading the control topics to their ends, by one client in this process"));
  }

  /**
   * Waits until the worker has read the whole history: it lists all replays, and all shards of the
   * newest replay as done.
   */
  private void awaitRead(WorkerClient api) {
    if (!Deadline.after(READ_LIMIT).await(() -> hasReadAll(api), CHECK_EVERY)) {
      throw new IllegalStateException(
          "the worker has not read %,d replays in %s"
              .formatted(replays, Durations.text(READ_LIMIT)));
    }
  }

  private boolean hasReadAll(WorkerClient api) {
    try {
      var newest = api.list("?state=COMPLETED&limit=1").path("replays").path(0);
      return api.list("").size() == replays && newest.path("done").asInt() == SHARDS;
    } catch (RuntimeException e) {
      environment.say("the worker still reads: %s", e);
      return false;
    }
  }

  private static List<Double> listMillis(WorkerClient api) {
    var millis = new ArrayList<Double>();
    for (int i = -LISTS; i < LISTS; i++) {
      long begin = System.nanoTime();
      int shown = api.list("?limit=100").path("replays").size();
      if (i >= 0 && shown > 0) {
        millis.add((System.nanoTime() - begin) / NANOS_PER_MILLI);
      }
    }
    return millis;
  }

  private List<Double> cpu(ServiceProcess process, int rounds) throws InterruptedException {
    var percent = new ArrayList<Double>();
    for (int i = 0; i < rounds; i++) {
      long begin = System.nanoTime();
      long before = cpuNanos(process);
      Thread.sleep(environment.effort().of(3_000, 15_000));
      double used = cpuNanos(process) - before;
      percent.add(100 * used / (System.nanoTime() - begin));
    }
    return percent;
  }

  private static long cpuNanos(ServiceProcess process) {
    return ProcessHandle.of(process.pid())
        .flatMap(handle -> handle.info().totalCpuDuration())
        .orElseThrow(() -> new IllegalStateException(process.name() + " has ended"))
        .toNanos();
  }

  private static double liveMebibytes(ServiceHeap heap) {
    long unused = heap.liveBytes();
    return heap.liveBytes() / MEBIBYTE;
  }
}
