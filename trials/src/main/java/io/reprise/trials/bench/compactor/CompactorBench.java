package io.reprise.trials.bench.compactor;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.cli.command.CommandFailure;
import io.reprise.compactor.topic.ReducerConfig;
import io.reprise.kafka.time.Deadline;
import io.reprise.local.dev.DevTopics;
import io.reprise.local.stack.SnapshotSettings;
import io.reprise.local.stack.Stack;
import io.reprise.trials.bench.drive.ServiceHeap;
import io.reprise.trials.bench.measure.Bench;
import io.reprise.trials.bench.measure.BenchEffort;
import io.reprise.trials.bench.measure.BenchEnvironment;
import io.reprise.trials.bench.measure.Figure;
import io.reprise.trials.bench.measure.PeerComparison;
import io.reprise.trials.bench.measure.Samples;
import io.reprise.trials.bench.peer.ToolProcess;
import io.reprise.trials.load.TopicLoad;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Implements {@code bench compactor}. */
public final class CompactorBench implements Bench {
  private static final int PARTITIONS = 8;
  private static final int THREADS = 2;
  private static final int EVENT_BYTES = 200;
  private static final int KEY_BYTES = 100;
  private static final int FEW_KEYS = 100_000;
  private static final int MANY_KEYS = 5_000_000;
  private static final double GOAL = 0.5;
  private static final double MEBIBYTE = 1 << 20;
  private static final Duration COMMIT_INTERVAL = Duration.ofMillis(200);
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final String HEAP = "1g";
  private static final String MAPPED = "reprise-compactor.%s.snapshots.latest.v1";
  private static final List<ReducerConfig> LATEST = List.of(new ReducerConfig("latest", 1, null));

  private int topics;

  @Override
  public List<Figure> measure(BenchEnvironment environment) throws InterruptedException {
    var figures = new ArrayList<Figure>();
    try (var stack = Stack.start(environment.stack(Map.of()).withWorkers(0))) {
      figures.add(fold(environment, stack));
      figures.addAll(restoreAndTakeover(environment, stack));
      figures.addAll(heap(environment, stack));
    }
    return figures;
  }

  private Figure fold(BenchEnvironment environment, Stack stack) throws InterruptedException {
    int events = environment.effort().of(200_000, 2_000_000);
    int users = events / 20;
    return Figure.ofPairs(
        "fold",
        PeerComparison.interleaved(
            environment.effort().of(0, 1),
            environment.effort().of(2, 5),
            () -> foldOnce(environment, stack, events, users),
            () -> aggregateOnce(environment, stack, events, users)),
        "events/s",
        AggregateTool.NAME,
        GOAL,
        "%,d events of %d bytes with %,d keys; each measurement has a new topic and a new process; both sides have %d threads, exactly-once processing, a commit every %d ms and persistent stores with changelogs; the rate is that of the group's committed offsets after the first tenth; the compactor also writes snapshots, provenance and watermarks, the peer only its store"
            .formatted(events, EVENT_BYTES, users, THREADS, COMMIT_INTERVAL.toMillis()));
  }

  private String newTopic(Stack stack, int events, int users, int bytes) {
    var topic = "bench-fold-" + topics++;
    DevTopics.ensure(stack.bootstrapServers(), PARTITIONS, topic);
    new TopicLoad(events, users, bytes).publish(stack.bootstrapServers(), topic);
    return topic;
  }

  private double foldOnce(BenchEnvironment environment, Stack stack, int events, int users)
      throws InterruptedException {
    var topic = newTopic(stack, events, users, EVENT_BYTES);
    stack.startSnapshots(folding(topic, 1, 0));
    try (var growth = new GroupOffsetRate(stack.bootstrapServers(), MAPPED.formatted(topic))) {
      double rate = growth.offsetsPerSecond(events / 10, events);
      environment.say("fold: %,.0f events/s", rate);
      return rate;
    } finally {
      stack.stopSnapshots();
      DevTopics.remove(stack.bootstrapServers(), topic);
    }
  }

  private static SnapshotSettings folding(String topic, int compactors, int standbys) {
    return new SnapshotSettings(Map.of(topic, LATEST), COMMIT_INTERVAL, compactors, standbys, HEAP);
  }

  private double aggregateOnce(BenchEnvironment environment, Stack stack, int events, int users)
      throws InterruptedException {
    var topic = newTopic(stack, events, users, EVENT_BYTES);
    try (var tool =
            ToolProcess.start(
                AggregateTool.class.getName(),
                List.of("-Xmx" + HEAP, "-XX:+UseParallelGC"),
                System.getProperty("java.class.path"),
                environment.directory().resolve("aggregate.log"));
        var growth = new GroupOffsetRate(stack.bootstrapServers(), "aggregate-" + topic)) {
      tool.begin(
          List.of(
              stack.bootstrapServers(),
              topic,
              "aggregate-" + topic,
              environment.directory().resolve("aggregate-" + topic).toString(),
              Integer.toString(THREADS),
              Long.toString(COMMIT_INTERVAL.toMillis())));
      double rate = growth.offsetsPerSecond(events / 10, events);
      environment.say("%s: %,.0f events/s", AggregateTool.NAME, rate);
      return rate;
    } finally {
      DevTopics.remove(stack.bootstrapServers(), topic);
    }
  }

  /**
   * Measures a takeover and a restore, with two compactors and one standby copy of each state
   * store. For the takeover, one compactor is killed and the other takes over its partitions. For
   * the restore, the other compactor is killed too, and a compactor without local state is started.
   */
  private List<Figure> restoreAndTakeover(BenchEnvironment environment, Stack stack)
      throws InterruptedException {
    int events = environment.effort().of(100_000, 2_000_000);
    int users = events / 2;
    var topic = newTopic(stack, events, users, EVENT_BYTES);
    stack.startSnapshots(folding(topic, 2, 1));
    try {
      await(stack, parts -> parts.allMatch(p -> p.path("lag").asLong(-1) == 0));
      Thread.sleep(Duration.ofSeconds(environment.effort().of(2, 10)).toMillis());
      stack.killCompactor(0);
      double takeover =
          seconds(() -> await(stack, parts -> parts.allMatch(p -> p.path("lag").asLong(-1) == 0)));
      stack.killCompactor(1);
      stack.forgetStates(0);
      double restore =
          seconds(
              () -> {
                stack.startCompactor(0);
                await(stack, parts -> parts.allMatch(p -> p.path("lag").asLong(-1) == 0));
              });
      environment.say(
          "takeover by a standby: %.1f s; restored from nothing: %.1f s", takeover, restore);
      return List.of(
          Figure.baseline(
              "standby-takeover",
              new Samples(List.of(takeover)),
              "s",
              "from the SIGKILL of one of two compactors until the other, which has standby copies,"
                  + " answers for all partitions; this includes the group session timeout of 10 s"),
          Figure.baseline(
              "restore",
              new Samples(List.of(restore)),
              "s",
              "from the start of a compactor without local state until it answers for %,d keys; this includes the start of the JVM and the session timeout of the killed compactors"
                  .formatted(users)));
    } finally {
      stack.stopSnapshots();
      DevTopics.remove(stack.bootstrapServers(), topic);
    }
  }

  private List<Figure> heap(BenchEnvironment environment, Stack stack) throws InterruptedException {
    int many = environment.effort() == BenchEffort.FULL ? MANY_KEYS : 2 * FEW_KEYS;
    var few = memory(environment, stack, FEW_KEYS);
    var large = memory(environment, stack, many);
    var note =
        "of a compactor with a heap of %s while it folds %,d keys with one event of %d bytes each, divided by the same with %,d keys"
            .formatted(HEAP, many, KEY_BYTES, FEW_KEYS);
    return List.of(
        Figure.baselineOfPairs(
            "compactor-heap",
            new PeerComparison(List.of(new PeerComparison.Pair(large.heap(), few.heap()))),
            "MiB",
            "%,d keys".formatted(FEW_KEYS),
            "highest live heap (in use after a garbage collection) " + note),
        Figure.baselineOfPairs(
            "compactor-resident",
            new PeerComparison(List.of(new PeerComparison.Pair(large.resident(), few.resident()))),
            "MiB",
            "%,d keys".formatted(FEW_KEYS),
            "highest resident memory, including memory outside the heap such as that of RocksDB, "
                + note));
  }

  private record Memory(double heap, double resident) {}

  private Memory memory(BenchEnvironment environment, Stack stack, int keys)
      throws InterruptedException {
    environment.say("folding %,d keys", keys);
    var topic = newTopic(stack, keys, keys, KEY_BYTES);
    stack.startSnapshots(folding(topic, 1, 0));
    double heap = 0;
    double resident = 0;
    try (var heapMeter = new ServiceHeap(stack.compactorProcess(0))) {
      var deadline = Deadline.after(LIMIT);
      while (!isThrough(stack) && !deadline.isPassed()) {
        heap = Math.max(heap, heapMeter.liveBytes() / MEBIBYTE);
        resident =
            Math.max(resident, ResidentMemory.of(stack.compactorProcess(0).pid()) / MEBIBYTE);
        Thread.sleep(250);
      }
    } finally {
      stack.stopSnapshots();
      DevTopics.remove(stack.bootstrapServers(), topic);
    }
    environment.say("live heap %.0f MiB, resident %.0f MiB", heap, resident);
    return new Memory(heap, resident);
  }

  private static boolean isThrough(Stack stack) {
    return partitions(stack).allMatch(p -> p.path("lag").asLong(-1) == 0);
  }

  private static java.util.stream.Stream<JsonNode> partitions(Stack stack) {
    var snapshots = stack.compactor().snapshots();
    return java.util.stream.StreamSupport.stream(
        snapshots.path(0).path("partitions").spliterator(), false);
  }

  private static void await(Stack stack, Predicate<java.util.stream.Stream<JsonNode>> wanted) {
    if (!Deadline.after(LIMIT).await(() -> holds(stack, wanted), PAUSE)) {
      throw new IllegalStateException(
          "the compactor's partitions were not as wanted after %d s: %s"
              .formatted(LIMIT.toSeconds(), stack.compactor().snapshots()));
    }
  }

  private static boolean holds(Stack stack, Predicate<java.util.stream.Stream<JsonNode>> wanted) {
    try {
      return wanted.test(partitions(stack));
    } catch (CommandFailure e) {
      return false; // The compactor does not answer yet.
    }
  }

  /** An action whose duration is measured. */
  @FunctionalInterface
  private interface Deed {
    void done() throws InterruptedException;
  }

  private static double seconds(Deed deed) throws InterruptedException {
    long begun = System.nanoTime();
    deed.done();
    return (System.nanoTime() - begun) / 1e9;
  }
}
