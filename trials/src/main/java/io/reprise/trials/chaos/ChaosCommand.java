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
import io.reprise.trials.relay.FaultyRelay;
import java.util.List;
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
      "With --compactor, compactors, the broker and rehydrations are killed. Then the states that"
          + " snapshots and newer events give are compared with the states that all events give,"
          + " at 20 random points of the log."
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
          TableColumn.of("faults", "faults"),
          TableColumn.of("takeover median seconds", "takeoverMedianSeconds"),
          TableColumn.of("takeover p99 seconds", "takeoverP99Seconds"),
          TableColumn.of("live group's rebalances", "liveGroup.rebalances"),
          TableColumn.of("live group's changed offsets", "liveGroup.changedOffsets"),
          TableColumn.of("failed requests to S3", "archive.s3Faults"),
          TableColumn.of("offsets cold at the start", "archive.plannedFromArchive"),
          TableColumn.of("offsets trimmed under replays", "archive.trimmedUnderReplays"),
          TableColumn.of("archived records proven", "archive.proven"),
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

  private boolean replayed(ScratchDirectory scratch, long first) throws InterruptedException {
    var report = archive ? archived(scratch, first) : plain(scratch, first);
    print(report, REPORT, report.failures());
    return report.isClean();
  }

  private void print(Object report, List<TableColumn> columns, List<String> failures) {
    output().one(Json.json().valueToTree(report), columns);
    failures.forEach(failure -> output().text("- " + failure));
  }

  private ChaosReport plain(ScratchDirectory scratch, long first) throws InterruptedException {
    try (var stack = Stack.start(settings(scratch))) {
      var chaos = new Chaos(stack, first, output()::say);
      return chaos.run(count(), first, quick ? ChaosPlan::quick : ChaosPlan::of);
    }
  }

  private boolean compacted(ScratchDirectory scratch, long first) throws InterruptedException {
    var settings = settings(scratch).withWorkers(0).withSnapshots(CompactorChaos.settings());
    try (var stack = Stack.start(settings)) {
      var report = new CompactorChaos(stack, output()::say).run(count(), first);
      print(report, COMPACTED, report.failures());
      return report.isClean();
    }
  }

  private ChaosReport archived(ScratchDirectory scratch, long first) throws InterruptedException {
    var settings = settings(scratch);
    try (var relay =
        FaultyRelay.start(settings.ports().s3(), first, ArchiveChaos.S3_FAILS_ALWAYS)) {
      var topics = ArchiveSettings.of(ArchiveChaos.topics(count())).through(relay.port());
      try (var stack = Stack.start(settings.withArchive(topics))) {
        var chaos = new ArchiveChaos(stack, relay, first, output()::say);
        return chaos.run(count(), first, quick ? ChaosPlan::quickArchive : ChaosPlan::archive);
      }
    }
  }

  private int count() {
    return quick ? 1 : runs;
  }

  private StackSettings settings(ScratchDirectory scratch) {
    var settings =
        StackSettings.of(
            scratch.directory(),
            StackPorts.free(),
            Map.of("copy", new TargetConfig.KafkaTopic(Chaos.TARGET)));
    return stockBroker ? settings.withStockBroker() : settings;
  }
}
