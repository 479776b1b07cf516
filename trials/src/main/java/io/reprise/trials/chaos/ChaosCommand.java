package io.reprise.trials.chaos;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.command.LeafCommand;
import io.reprise.cli.output.TableColumn;
import io.reprise.local.process.GracefulExit;
import io.reprise.local.stack.ArchiveSettings;
import io.reprise.local.stack.ScratchDirectory;
import io.reprise.local.stack.Stack;
import io.reprise.local.stack.StackPorts;
import io.reprise.local.stack.StackSettings;
import io.reprise.replay.target.TargetConfig;
import io.reprise.runtime.json.Json;
import io.reprise.trials.chaos.compactor.CompactorChaos;
import io.reprise.trials.chaos.series.RunSeries;
import io.reprise.trials.chaos.target.ChaosTarget;
import io.reprise.trials.chaos.target.TargetKind;
import io.reprise.trials.relay.FaultyRelay;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Implements {@code reprise chaos}. */
@Command(
    name = "chaos",
    description = {
      "Tests Reprise while faults are injected, and exits with 1 if its checks find an error. A"
          + " seed determines the faults.",
      "Each run replays 50,000 events while workers are killed, frozen and added, the broker is"
          + " restarted and the replay is paused. Then an independent reader compares the target"
          + " with the source topic.",
      "With --archive, replays read from S3 and Kafka while producers write, the archiver moves"
          + " events to S3, trims them from Kafka and is killed, and S3 refuses, delays and breaks"
          + " requests.",
      "With --compactor, compactors, the broker and rehydrations are killed. Then, at 20 random"
          + " points of the log, the states from snapshots and newer events are compared with the"
          + " states from a fold of all events.",
      "With --target remote, replays deliver to another Kafka cluster, which is cut off from the"
          + " workers now and then.",
      "With --target jdbc, replays deliver into a table of a PostgreSQL server that ends sessions"
          + " of workers; with --target http, they call a service that refuses requests and leaves"
          + " some without an answer; with --target connect, workers run a sink connector of Kafka"
          + " Connect that fails. A service or a connector may get records again, at most one"
          + " window for each lease that was taken over.",
      "With --brokers 3, replays run on three brokers. Faults hit one broker at a time: the leader"
          + " of a source or target partition, the active controller or the coordinator of a"
          + " transaction. The broker is killed and started again on the same directory, frozen,"
          + " slowed, or cut off from the other brokers or from a worker."
    })
public final class ChaosCommand extends LeafCommand {
  private static final List<TableColumn> REPORT =
      List.of(
          TableColumn.of("runs", "runs"),
          new TableColumn("seed", r -> r.path("seed").asText()),
          TableColumn.of("delivered", "delivered"),
          TableColumn.of("lost", "lost"),
          TableColumn.of("duplicated", "duplicated"),
          TableColumn.of("out of order", "outOfOrder"),
          TableColumn.of("repeated", "repeated"),
          TableColumn.of("unfinished", "unfinished"),
          TableColumn.of("faults", "faults"),
          TableColumn.of("takeover median seconds", "takeoverMedianSeconds"),
          TableColumn.of("takeover p99 seconds", "takeoverP99Seconds"),
          TableColumn.of("live group's rebalances", "liveGroup.rebalances"),
          TableColumn.of("live group's changed offsets", "liveGroup.changedOffsets"),
          TableColumn.of("failed requests to S3", "archive.s3Faults"),
          TableColumn.of("offsets cold at the start", "archive.plannedFromArchive"),
          TableColumn.of("offsets trimmed under replays", "archive.trimmedUnderReplays"),
          TableColumn.of("archived records proven", "archive.proven"),
          TableColumn.of("brokers hit", "cluster.victims"),
          TableColumn.of("seconds", "seconds"));

  private static final List<TableColumn> COMPACTED =
      List.of(
          TableColumn.of("runs", "runs"),
          new TableColumn("seed", r -> r.path("seed").asText()),
          TableColumn.of("events", "events"),
          TableColumn.of("cuts", "cuts"),
          TableColumn.of("keys compared", "compared"),
          TableColumn.of("keys differing", "differing"),
          TableColumn.of("read models", "models"),
          TableColumn.of("rows", "rows"),
          TableColumn.of("rows differing", "differingRows"),
          TableColumn.of("faults", "faults"),
          TableColumn.of("seconds", "seconds"));

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "5",
      description = "The number of runs (default: 5).")
  private int runs;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description =
          "The seed that determines every fault. Run n uses the seed S + n - 1 (default: a seed"
              + " from the clock).")
  private @Nullable Long seed;

  @Option(names = "--quick", description = "Does one short run, in under a minute.")
  private boolean quick;

  @Option(
      names = "--archive",
      description = "Replays a topic while an archiver moves its events to S3.")
  private boolean archive;

  @Option(
      names = "--compactor",
      description = "Tests snapshots and read models instead of replays.")
  private boolean compactor;

  @Option(
      names = "--target",
      paramLabel = "KIND",
      defaultValue = "kafka",
      description =
          "What the replays deliver to: ${COMPLETION-CANDIDATES} (default: kafka). Not with"
              + " --archive, --compactor or --brokers 3.")
  private TargetKind target;

  @Option(
      names = "--brokers",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "The number of brokers, 1 or 3 (default: 1). With 3, every topic has three replicas, of"
              + " which two must be in sync, and brokers are hit by faults.")
  private int brokers;

  @Option(
      names = "--stock-broker",
      description =
          "Runs the broker with Kafka's default limits, which allow no group session below 6 s,"
              + " instead of the shorter limits of `reprise dev`.")
  private boolean stockBroker;

  @Override
  protected ExitCode run() throws Exception {
    if (runs < 1) {
      throw new CommandFailure(ExitCode.USAGE, "--runs " + runs + ": give at least 1");
    }
    requireBrokers();
    requireTarget();
    long first = seed == null ? System.currentTimeMillis() % 1_000_000 : seed;
    try (var exit = GracefulExit.ofThisThread();
        var scratch = ScratchDirectory.create("reprise-chaos")) {
      boolean clean = false;
      try {
        clean = compactor ? compacted(scratch, first) : replayed(scratch, first);
      } finally {
        if (!clean) {
          output().say("data and logs are kept in " + scratch.keep());
        }
      }
      return clean ? ExitCode.DONE : ExitCode.FAILED;
    }
  }

  private void requireBrokers() {
    if (brokers != 1 && brokers != RelayedCluster.BROKERS) {
      throw new CommandFailure(ExitCode.USAGE, "--brokers " + brokers + ": give 1 or 3");
    }
    if (brokers > 1 && (archive || compactor)) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--brokers %d tests replays only: leave out %s"
              .formatted(brokers, archive ? "--archive" : "--compactor"));
    }
  }

  private void requireTarget() {
    if (target != TargetKind.KAFKA && (archive || compactor || brokers > 1)) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--target %s: leave out --archive, --compactor and --brokers".formatted(word(target)));
    }
  }

  private static String word(TargetKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private boolean replayed(ScratchDirectory scratch, long first) throws InterruptedException {
    var report =
        archive
            ? archived(scratch, first)
            : brokers > 1 ? clustered(scratch, first) : plain(scratch, first);
    print(report, REPORT, report.failures());
    return report.isClean();
  }

  private void print(Object report, List<TableColumn> columns, List<String> failures) {
    output().one(Json.json().valueToTree(report), columns);
    failures.forEach(failure -> output().text("- " + failure));
  }

  private ChaosReport plain(ScratchDirectory scratch, long first) throws InterruptedException {
    try (var opened = ChaosTarget.open(target, Chaos.TARGET, first);
        var stack = Stack.start(settings(scratch, opened))) {
      var chaos = new Chaos(stack, null, opened, output()::say);
      return chaos.run(series(first), quick ? ChaosPlan::quick : ChaosPlan::of);
    }
  }

  private ChaosReport clustered(ScratchDirectory scratch, long first) throws InterruptedException {
    try (var cluster = RelayedCluster.start();
        var opened = ChaosTarget.open(target, Chaos.TARGET, first)) {
      var members = stockBroker ? cluster.stockSettings() : cluster.settings();
      try (var stack = Stack.start(settings(scratch, opened).withCluster(members));
          var state = new ClusterState(stack.bootstrapServers())) {
        var faults = new BrokerFaults(stack, cluster, state, output()::say);
        var chaos = new Chaos(stack, faults, opened, output()::say);
        return chaos.run(series(first), quick ? ChaosPlan::quickCluster : ChaosPlan::cluster);
      }
    }
  }

  private boolean compacted(ScratchDirectory scratch, long first) throws InterruptedException {
    var settings =
        settings(scratch, Map.of()).withWorkers(0).withSnapshots(CompactorChaos.settings());
    try (var stack = Stack.start(settings)) {
      var report = new CompactorChaos(stack, output()::say).run(series(first));
      print(report, COMPACTED, report.failures());
      return report.isClean();
    }
  }

  private ChaosReport archived(ScratchDirectory scratch, long first) throws InterruptedException {
    try (var opened = ChaosTarget.open(target, Chaos.TARGET, first)) {
      return archived(settings(scratch, opened), opened, first);
    }
  }

  private ChaosReport archived(StackSettings settings, ChaosTarget opened, long first)
      throws InterruptedException {
    try (var relay =
        FaultyRelay.start(settings.ports().s3(), first, ArchiveChaos.S3_FAILS_ALWAYS)) {
      var topics = ArchiveSettings.of(ArchiveChaos.topics(count())).through(relay.port());
      try (var stack = Stack.start(settings.withArchive(topics))) {
        var chaos = new ArchiveChaos(stack, relay, opened, output()::say);
        return chaos.run(series(first), quick ? ChaosPlan::quickArchive : ChaosPlan::archive);
      }
    }
  }

  private RunSeries series(long first) {
    return new RunSeries(count(), first, repeatCommand(), output()::say);
  }

  /**
   * Returns the command line of this command, without the number of runs and the seed. With {@code
   * --runs 1} and the seed of a failed run added, the command line repeats that run.
   */
  private String repeatCommand() {
    return "./reprise chaos"
        + (archive ? " --archive" : "")
        + (compactor ? " --compactor" : "")
        + (target == TargetKind.KAFKA ? "" : " --target " + word(target))
        + (brokers > 1 ? " --brokers " + brokers : "")
        + (quick ? " --quick" : "")
        + (stockBroker ? " --stock-broker" : "");
  }

  private int count() {
    return quick ? 1 : runs;
  }

  private StackSettings settings(ScratchDirectory scratch, ChaosTarget opened) {
    return settings(scratch, Map.of(Chaos.TARGET_NAME, opened.config()));
  }

  private StackSettings settings(ScratchDirectory scratch, Map<String, TargetConfig> targets) {
    var settings = StackSettings.of(scratch.directory(), StackPorts.free(), targets);
    return stockBroker ? settings.withStockBroker() : settings;
  }
}
