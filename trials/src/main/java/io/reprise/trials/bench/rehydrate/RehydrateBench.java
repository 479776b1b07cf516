package io.reprise.trials.bench.rehydrate;

import io.reprise.embedded.EmbeddedDatabase;
import io.reprise.local.dev.DevTopics;
import io.reprise.local.stack.ArchiveSettings;
import io.reprise.local.stack.SnapshotSettings;
import io.reprise.local.stack.Stack;
import io.reprise.store.fold.LatestReducer;
import io.reprise.store.object.s3.S3ObjectStore;
import io.reprise.store.object.store.ObjectStore;
import io.reprise.store.snapshot.SnapshotSource;
import io.reprise.store.snapshot.SnapshotTopic;
import io.reprise.store.snapshot.generation.GenerationLayout;
import io.reprise.store.snapshot.generation.Generations;
import io.reprise.trials.bench.measure.Bench;
import io.reprise.trials.bench.measure.BenchEnvironment;
import io.reprise.trials.bench.measure.Figure;
import io.reprise.trials.bench.measure.PeerComparison;
import io.reprise.trials.bench.peer.ConsumerPerformance;
import io.reprise.trials.bench.peer.ToolProcess;
import io.reprise.trials.load.TopicLoad;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Implements {@code bench rehydrate}. */
public final class RehydrateBench implements Bench {
  private static final String EMPTY = "bench-users";
  private static final String EVENTS = "bench-events";
  private static final int PARTITIONS = 8;
  private static final int STATE_BYTES = 200;
  private static final int THREADS = 2;
  private static final String HEAP = "1g";
  private static final double LOAD_GOAL = 0.5;
  private static final double TAIL_GOAL = 10;
  private static final double FOLD_GOAL = 0.5;

  @Override
  public List<Figure> measure(BenchEnvironment environment) throws InterruptedException {
    var settings =
        environment
            .stack(Map.of())
            .withWorkers(0)
            .withArchive(ArchiveSettings.of(Map.of()))
            .withSnapshots(SnapshotSettings.of(Map.of()));
    var figures = new ArrayList<Figure>();
    try (var stack = Stack.start(settings)) {
      stack.startSnapshots();
      DevTopics.ensure(stack.bootstrapServers(), PARTITIONS, EMPTY, EVENTS);
      try (var jobs = new RehydrationJobs(stack, environment, HEAP)) {
        figures.add(load(environment, stack, jobs));
        figures.addAll(rebuild(environment, stack, jobs));
      }
    }
    return figures;
  }

  private static Figure load(BenchEnvironment environment, Stack stack, RehydrationJobs jobs)
      throws InterruptedException {
    int keys = environment.effort().of(12_500, 375_000);
    int all = keys * PARTITIONS;
    environment.say("exporting %,d snapshots of %d bytes", all, STATE_BYTES);
    export(environment, stack, EMPTY, new SyntheticSnapshots(PARTITIONS, keys, STATE_BYTES));
    try (var peer = bareCopy(environment)) {
      return Figure.ofPairs(
          "snapshot-load",
          PeerComparison.interleaved(
              1,
              environment.effort().of(2, 5),
              () -> {
                var report = jobs.run(EMPTY, "loaded", "generation", THREADS);
                double rate = all / report.at("/took/load").asDouble();
                environment.say("loaded: %,.0f rows/s, %s", rate, report.path("took"));
                return rate;
              },
              () -> {
                double rate = all / copySeconds(peer, stack, keys);
                environment.say("%s: %,.0f rows/s", BareCopy.NAME, rate);
                return rate;
              }),
          "rows/s",
          BareCopy.NAME,
          LOAD_GOAL,
          "%,d snapshots of %d bytes are read from S3, checked, decoded and copied into a new table; the peer copies the same rows from memory in the same binary format; both use %d connections; neither time includes the creation of the index"
              .formatted(all, STATE_BYTES, THREADS));
    }
  }

  private static ToolProcess bareCopy(BenchEnvironment environment) {
    return ToolProcess.start(
        BareCopy.class.getName(),
        List.of("-Xmx" + HEAP, "-XX:+UseParallelGC"),
        System.getProperty("java.class.path"),
        environment.directory().resolve("bare-copy.log"));
  }

  private static double copySeconds(ToolProcess peer, Stack stack, int keys) {
    var printed =
        peer.run(
            List.of(
                stack.rehydration().target().url(),
                EmbeddedDatabase.USER,
                Integer.toString(THREADS),
                Integer.toString(PARTITIONS),
                Integer.toString(keys),
                Integer.toString(STATE_BYTES)));
    return Double.parseDouble(printed.get(printed.size() - 1));
  }

  private static List<Figure> rebuild(
      BenchEnvironment environment, Stack stack, RehydrationJobs jobs) throws InterruptedException {
    int events = environment.effort().of(200_000, 10_000_000);
    int users = events / 100;
    environment.say("publishing %,d events of %d bytes for %,d users", events, STATE_BYTES, users);
    new TopicLoad(events, users, STATE_BYTES).publish(stack.bootstrapServers(), EVENTS);
    exportMostOf(environment, stack);
    int pairs = environment.effort().of(2, 5);
    var rebuilt =
        PeerComparison.interleaved(
            1,
            pairs,
            () -> rate(environment, events, jobs.run(EVENTS, "short", "generation", THREADS)),
            () -> rate(environment, events, jobs.run(EVENTS, "long", "log", THREADS)));
    return List.of(
        Figure.ofPairs(
            "snapshot-plus-tail",
            rebuilt,
            "events/s",
            "full log",
            TAIL_GOAL,
            "a read model of %,d users, built from a generation in S3 and a tail of 1 %% of %,d events; compared with a job that builds the same read model by folding all events; the rate of both is the number of all events divided by the time of the whole job, including index and swap"
                .formatted(users, events)),
        fullFold(environment, stack, jobs, events, pairs));
  }

  private static Figure fullFold(
      BenchEnvironment environment, Stack stack, RehydrationJobs jobs, int events, int pairs)
      throws InterruptedException {
    try (var peer = new ConsumerPerformance(stack.bootstrapServers(), 1, environment.directory())) {
      return Figure.ofPairs(
          "full-log-fold",
          PeerComparison.interleaved(
              1,
              pairs,
              () -> {
                var report = jobs.run(EVENTS, "long", "log", THREADS);
                double rate = events / report.at("/took/load").asDouble();
                environment.say("folded: %,.0f events/s", rate);
                return rate;
              },
              () -> {
                double rate = peer.recordsPerSecond(EVENTS, events);
                environment.say("%s: %,.0f records/s", ConsumerPerformance.NAME, rate);
                return rate;
              }),
          "events/s",
          ConsumerPerformance.NAME,
          FOLD_GOAL,
          "two threads fold %,d events in memory and copy the rows; the peer is one consumer that reads the events and drops them"
              .formatted(events));
    }
  }

  private static double rate(
      BenchEnvironment environment, int events, com.fasterxml.jackson.databind.JsonNode report) {
    environment.say(
        "from %s: %.2f s, %s",
        report.path("source").asText(), report.path("seconds").asDouble(), report.path("took"));
    return events / report.path("seconds").asDouble();
  }

  /**
   * Exports snapshots in which the first 99 % of each partition's events are folded. The other
   * events are the tail that a rehydration folds.
   */
  private static void exportMostOf(BenchEnvironment environment, Stack stack) {
    try (var sources = stack.sources()) {
      var ends =
          sources.topics().inspect(EVENTS).partitions().stream()
              .map(p -> p.committedEnd() * 99 / 100)
              .toList();
      export(environment, stack, EVENTS, new FoldedStates(sources.log(), EVENTS, ends));
    }
  }

  private static void export(
      BenchEnvironment environment, Stack stack, String topic, SnapshotSource source) {
    var config = java.util.Objects.requireNonNull(stack.rehydration().store());
    try (var sources = stack.sources();
        ObjectStore store = S3ObjectStore.open(config)) {
      var layout =
          new GenerationLayout(
              new SnapshotTopic(topic, new LatestReducer().id()), sources.topics().idOf(topic));
      var spool = Files.createDirectories(environment.directory().resolve("spool"));
      new Generations(store, layout, Clock.systemUTC()).export(source, spool, keys -> {});
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create a spool directory", e);
    }
  }
}
