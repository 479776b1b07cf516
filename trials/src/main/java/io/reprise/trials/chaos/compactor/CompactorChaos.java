package io.reprise.trials.chaos.compactor;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.rehydrate.Sources;
import io.reprise.compactor.topic.EmitEvery;
import io.reprise.compactor.topic.ReducerConfig;
import io.reprise.kafka.time.Deadline;
import io.reprise.kafka.time.Interruption;
import io.reprise.local.audit.ModelRows;
import io.reprise.local.dev.DevTopics;
import io.reprise.local.stack.SnapshotSettings;
import io.reprise.local.stack.Stack;
import io.reprise.rehydrate.Rehydrator;
import io.reprise.rehydrate.postgres.PostgresTarget;
import io.reprise.rehydrate.postgres.session.PostgresConfig;
import io.reprise.rehydrate.project.BytesProjection;
import io.reprise.rehydrate.report.CompletenessReport;
import io.reprise.runtime.json.Durations;
import io.reprise.store.fold.ReducerId;
import io.reprise.store.fold.ReducerProvider;
import io.reprise.store.fold.Reducers;
import io.reprise.store.snapshot.SnapshotTopic;
import io.reprise.store.snapshot.UnusableSnapshotsException;
import io.reprise.trials.chaos.series.RunSeries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Runs two compactors that fold one topic by two reducers, while a producer writes to the topic,
 * and compactors, the broker and rehydrations are killed. Then rebuilds a read model from the
 * snapshots and checks the read model. An instance is used once.
 */
public final class CompactorChaos {
  private static final String TOPIC = "chaos-folded";
  private static final String MODEL = "chaos_model";
  private static final int PARTITIONS = 4;
  private static final int COMPACTORS = 2;
  private static final int CUTS = 20;
  private static final int LEAST_PER_SECOND = 400;
  private static final int PER_SECOND_SPREAD = 800;
  private static final int PAUSE_SPREAD_MILLIS = 1_500;
  private static final int MOST_EXAMPLES = 5;
  private static final Duration WATERMARK_LIMIT = Duration.ofSeconds(120);
  private static final Duration WATERMARK_PAUSE = Duration.ofMillis(200);
  private static final String REDUCER = "count-by-type";

  private final Stack stack;
  private final Consumer<String> narrate;
  private final CompactorFaultInjector faultInjector;
  private final List<String> failures = new ArrayList<>();
  private final List<SnapshotConsistencyCheck> checks = new ArrayList<>();
  private final Map<ReducerId, GrowingFold> folds = new HashMap<>();
  private long events;
  private int cuts;
  private long compared;
  private long differing;
  private int models;
  private long rows;
  private long differingRows;

  public CompactorChaos(Stack stack, Consumer<String> narrate) {
    this.stack = stack;
    this.narrate = narrate;
    this.faultInjector = new CompactorFaultInjector(stack, COMPACTORS);
  }

  /**
   * Returns settings with which compactors write snapshots often. The snapshot topic then has many
   * offsets at which states can be compared.
   */
  public static SnapshotSettings settings() {
    var often = new EmitEvery(500, Duration.ofMillis(700));
    return new SnapshotSettings(
        Map.of(
            TOPIC,
            List.of(new ReducerConfig(REDUCER, 1, often), new ReducerConfig("latest", 1, often))),
        Duration.ofMillis(100),
        COMPACTORS,
        0,
        "512m");
  }

  public CompactorChaosReport run(RunSeries series) throws InterruptedException {
    long begun = System.nanoTime();
    DevTopics.ensure(stack.bootstrapServers(), PARTITIONS, TOPIC);
    stack.startSnapshots();
    int runs;
    try (var sources = stack.sources()) {
      prepare(sources);
      runs =
          series.carryOut(
              (number, seed) -> {
                int before = failures.size();
                events += runOne(sources, seed, number, series.runs());
                return outcome(before);
              });
    }
    return new CompactorChaosReport(
        runs,
        series.firstSeed(),
        events,
        cuts,
        compared,
        differing,
        models,
        rows,
        differingRows,
        faultInjector.done(),
        Math.round((System.nanoTime() - begun) / 1e8) / 10.0,
        List.copyOf(failures));
  }

  /**
   * Returns how a run has ended, and records a failure if the run has lost the broker.
   *
   * @param before the number of failures before the run
   */
  private RunSeries.Outcome outcome(int before) {
    try {
      stack.requireBroker();
    } catch (CommandFailure e) {
      fail(String.valueOf(e.getMessage()));
      return RunSeries.Outcome.STACK_LOST;
    }
    return failures.size() == before ? RunSeries.Outcome.CLEAN : RunSeries.Outcome.FAILED;
  }

  private void prepare(Sources sources) {
    for (var name : List.of(REDUCER, "latest")) {
      var provider = Reducers.onClassPath().find(name, 1);
      for (int partition = 0; partition < PARTITIONS; partition++) {
        checks.add(
            new SnapshotConsistencyCheck(
                sources.log(),
                new SnapshotTopic(TOPIC, provider.id()),
                partition,
                () -> provider.create(sources.schemas())));
      }
    }
  }

  private long runOne(Sources sources, long seed, int number, int runs)
      throws InterruptedException {
    var random = new Random(seed);
    var faults = CompactorFaultInjector.of(random);
    int perSecond = LEAST_PER_SECOND + random.nextInt(PER_SECOND_SPREAD);
    narrate.accept(
        "run %d of %d, seed %d: %,d events/s, %s".formatted(number, runs, seed, perSecond, faults));
    try (var writer = new FoldWriter(stack.bootstrapServers(), TOPIC, seed, perSecond)) {
      var reducer = random.nextBoolean() ? REDUCER : "latest";
      for (var fault : faults) {
        Interruption.sleep(Duration.ofMillis(random.nextInt(PAUSE_SPREAD_MILLIS)));
        faultInjector.inject(fault, random, rehydration(reducer, "_" + number));
      }
      awaitWatermarks(sources);
      rehydrate(sources, seed, reducer, MODEL + "_" + number);
      checkCuts(sources, random, seed);
      return writer.committed();
    } catch (InterruptException e) {
      throw e;
    } catch (RuntimeException e) {
      fail("seed %d: %s".formatted(seed, e));
      return 0;
    }
  }

  /**
   * Records a failure and prints it immediately, so that it is not lost if the chaos command itself
   * fails later.
   */
  private void fail(String sentence) {
    narrate.accept("  FAILED " + sentence);
    failures.add(sentence);
  }

  private static List<String> rehydration(String reducer, String run) {
    return List.of("--topic", TOPIC, "--reducer", reducer, "--read-model", MODEL + run, "--bytes");
  }

  /**
   * Waits until every partition of both snapshot topics has a watermark. Without watermarks a
   * rehydration has no snapshots to load.
   */
  private void awaitWatermarks(Sources sources) {
    var deadline = Deadline.after(WATERMARK_LIMIT);
    for (var name : List.of(REDUCER, "latest")) {
      var topic = new SnapshotTopic(TOPIC, Reducers.onClassPath().find(name, 1).id());
      if (!deadline.await(() -> hasWatermarks(sources, topic), WATERMARK_PAUSE)) {
        throw new IllegalStateException(
            topic
                + " still lacks a watermark in some partition after "
                + Durations.text(WATERMARK_LIMIT));
      }
    }
  }

  private static boolean hasWatermarks(Sources sources, SnapshotTopic topic) {
    try (var snapshots = sources.topicSnapshots(topic)) {
      for (int partition = 0; partition < snapshots.partitions(); partition++) {
        snapshots.watermark(partition);
      }
      return true;
    } catch (UnusableSnapshotsException e) {
      return false;
    }
  }

  /**
   * Resumes the rehydration of {@code model} that was killed. Then compares every row of the read
   * model with a fold of the log.
   */
  private void rehydrate(Sources sources, long seed, String reducer, String model) {
    var provider = Reducers.onClassPath().find(reducer, 1);
    var place = stack.rehydration().target();
    var target =
        new PostgresTarget(
            new PostgresConfig(place.url(), place.user(), place.password(), model),
            new BytesProjection());
    try (var snapshots = sources.topicSnapshots(new SnapshotTopic(TOPIC, provider.id()))) {
      var report =
          Rehydrator.from(sources.log(), sources.topics().inspect(TOPIC))
              .snapshots(snapshots)
              .folding(provider, sources.schemas())
              .into(target)
              .run();
      models++;
      if (!report.isComplete() || !report.visible()) {
        fail("seed %d: the model is not complete: %s".formatted(seed, report));
      }
      compareRows(sources, seed, provider, report, model);
    }
  }

  private void compareRows(
      Sources sources,
      long seed,
      ReducerProvider provider,
      CompletenessReport report,
      String model) {
    var fold =
        folds.computeIfAbsent(
            provider.id(),
            id -> new GrowingFold(sources.log(), TOPIC, () -> provider.create(sources.schemas())));
    var ends = new HashMap<Integer, Long>();
    report.partitions().forEach(p -> ends.put(p.partition(), p.position()));
    var found = ModelRows.read(stack.rehydration().target(), model);
    var differences = found.differences(fold.statesAt(ends), HexFormat.of()::formatHex);
    rows += found.rows().size();
    differingRows += differences.size();
    differences.stream()
        .limit(MOST_EXAMPLES)
        .forEach(d -> fail("seed %d, %s: %s".formatted(seed, model, d)));
  }

  private void checkCuts(Sources sources, Random random, long seed) {
    int before = cuts;
    for (var check : checks) {
      var found = check.check(sources.topics(), random, CUTS);
      compared += found.compared();
      differing += found.differences().size();
      found.differences().forEach(d -> fail("seed %d: %s".formatted(seed, d)));
      cuts += found.cuts();
    }
    narrate.accept("  %d cuts compared, %,d rows so far".formatted(cuts - before, rows));
  }
}
