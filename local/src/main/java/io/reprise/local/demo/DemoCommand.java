package io.reprise.local.demo;

import io.reprise.cli.command.ExitCode;
import io.reprise.cli.command.LeafCommand;
import io.reprise.cli.output.TableColumn;
import io.reprise.compactor.topic.EmitEvery;
import io.reprise.compactor.topic.ReducerConfig;
import io.reprise.local.stack.ArchiveSettings;
import io.reprise.local.stack.ScratchDirectory;
import io.reprise.local.stack.SnapshotSettings;
import io.reprise.local.stack.Stack;
import io.reprise.local.stack.StackPorts;
import io.reprise.local.stack.StackSettings;
import io.reprise.replay.target.TargetConfig;
import io.reprise.runtime.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** Implements {@code reprise demo}. */
@Command(
    name = "demo",
    description =
        "Demonstrates Reprise on this machine: publishes 20,000 events, moves most of them to S3,"
            + " replays all of them while a worker is killed, rebuilds a read model with a job that"
            + " is killed and run again, and checks the results.")
public final class DemoCommand extends LeafCommand {
  private static final ReducerConfig FOLDED =
      new ReducerConfig(DemoReadModel.REDUCER, 1, new EmitEvery(null, Duration.ofMillis(500)));

  private static final List<TableColumn> REPORT =
      List.of(
          TableColumn.of("published", "published"),
          TableColumn.of("archived", "archived"),
          TableColumn.of("trimmed from Kafka", "trimmed"),
          TableColumn.of("planned", "planned"),
          TableColumn.of("delivered", "delivered"),
          TableColumn.of("of them from the archive", "deliveredFromArchive"),
          TableColumn.of("missing", "missing"),
          TableColumn.of("duplicated", "duplicated"),
          TableColumn.of("out of order", "outOfOrder"),
          TableColumn.of("snapshots exported", "snapshots"),
          TableColumn.of("events of the tail", "tailEvents"),
          TableColumn.of("rows of the read model", "modelRows"),
          TableColumn.of("rows that differ from the log", "modelDiffering"),
          TableColumn.of("killed and resumed", "modelResumed"),
          TableColumn.of("read model seconds", "modelSeconds"),
          TableColumn.of("seconds", "seconds"),
          TableColumn.of("takeover seconds", "takeoverSeconds"));

  @Override
  protected ExitCode run() throws Exception {
    try (var scratch = ScratchDirectory.create("reprise-demo")) {
      var settings =
          StackSettings.of(
                  scratch.directory(),
                  StackPorts.free(),
                  Map.of("replayed", new TargetConfig.KafkaTopic(Demo.REPLAYED)))
              .withAllParts()
              .withArchive(ArchiveSettings.of(Map.of(Demo.TOPIC, ArchiveTopics.config())))
              .withSnapshots(SnapshotSettings.of(Map.of(Demo.TOPIC, List.of(FOLDED))));
      output()
          .say(
              "starting Kafka, a schema registry, S3, PostgreSQL, ingest, an archiver, a compactor"
                  + " and two replay workers in "
                  + scratch.directory());
      try (var stack = Stack.start(settings)) {
        var report = new Demo(stack, output()::say).run();
        output().one(Json.json().valueToTree(report), REPORT);
        return report.isClean() ? ExitCode.DONE : ExitCode.FAILED;
      }
    }
  }
}
