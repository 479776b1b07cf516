package io.reprise.trials.soak;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.command.LeafCommand;
import io.reprise.local.process.GracefulExit;
import io.reprise.local.stack.ScratchDirectory;
import io.reprise.local.stack.Stack;
import io.reprise.local.stack.StackPorts;
import io.reprise.local.stack.StackSettings;
import io.reprise.replay.target.TargetConfig;
import io.reprise.runtime.json.Json;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Implements {@code reprise soak}. */
@Command(
    name = "soak",
    description = {
      "Runs all services under a steady load for an hour, and exits with 1 if an event is lost or"
          + " a service grows.",
      "Events are published at a steady rate. Meanwhile an archiver moves them to S3, a compactor"
          + " folds them, and replays run one after another. Every five minutes each worker, the"
          + " ingest service, the archiver and the compactor are stopped and started again.",
      "At the end, the acknowledged events are compared with the topic and with a proof of the"
          + " archive, and snapshots with a fold of all events. The target of each replay was"
          + " compared with its source.",
      "Heap after a garbage collection, threads and open files of each service are measured 60"
          + " times and must be flat: the median of the last third of the measurements is at most"
          + " the median of the first third, a quarter of it, and 24 MiB, 12 threads or 40 files."
          + " The same holds for the last and the first measurement of each process. Measurements"
          + " of the first quarter of the time are not compared."
    })
public final class SoakCommand extends LeafCommand {
  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "60",
      description = "How many minutes events are published (default: 60).")
  private int minutes;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "2000",
      description = "How many events are published per second (default: 2000).")
  private int rate;

  @Option(
      names = "--restart-minutes",
      paramLabel = "N",
      defaultValue = "5",
      description = "How many minutes pass between two rounds of restarts (default: 5).")
  private int restartMinutes;

  @Option(
      names = "--quick",
      description =
          "Publishes 500 events per second for 100 s and restarts each service once, in two to"
              + " three minutes.")
  private boolean quick;

  private static final SoakPlan QUICK =
      SoakPlan.of(500, Duration.ofSeconds(100), Duration.ofSeconds(50));

  @Override
  protected ExitCode run() throws Exception {
    require("--minutes", minutes);
    require("--rate", rate);
    require("--restart-minutes", restartMinutes);
    try (var exit = GracefulExit.ofThisThread();
        var scratch = ScratchDirectory.create("reprise-soak")) {
      boolean clean = false;
      try {
        clean = soak(scratch);
      } finally {
        if (!clean) {
          output().say("data and logs are kept in " + scratch.keep());
        }
      }
      return clean ? ExitCode.DONE : ExitCode.FAILED;
    }
  }

  private static void require(String option, int value) {
    if (value < 1) {
      throw new CommandFailure(ExitCode.USAGE, "%s %d: give at least 1".formatted(option, value));
    }
  }

  private SoakPlan plan() {
    return quick
        ? QUICK
        : SoakPlan.of(rate, Duration.ofMinutes(minutes), Duration.ofMinutes(restartMinutes));
  }

  private boolean soak(ScratchDirectory scratch) throws InterruptedException {
    var settings =
        StackSettings.of(
                scratch.directory(),
                StackPorts.free(),
                Map.of(Soak.TARGET, new TargetConfig.KafkaTopic(Soak.TARGET_TOPIC)))
            .withAllParts()
            .withArchive(Soak.archive())
            .withSnapshots(Soak.snapshots());
    try (var stack = Stack.start(settings)) {
      var report = new Soak(stack, plan(), output()::say).run();
      print(report);
      return report.isClean();
    }
  }

  private void print(SoakReport report) {
    output().one(Json.json().valueToTree(report), SoakColumns.BALANCE);
    if (output().isTable()) {
      output().list(Json.json().valueToTree(report.usage()), SoakColumns.USAGE);
    }
    report.failures().forEach(failure -> output().text("- " + failure));
  }
}
