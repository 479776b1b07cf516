package io.reprise.launcher.demo;

import io.reprise.compactor.topic.EmitEvery;
import io.reprise.compactor.topic.ReducerConfig;
import io.reprise.launcher.cli.Column;
import io.reprise.launcher.cli.ExitCode;
import io.reprise.launcher.cli.LeafCommand;
import io.reprise.launcher.stack.ArchiveSettings;
import io.reprise.launcher.stack.Scratch;
import io.reprise.launcher.stack.SnapshotSettings;
import io.reprise.launcher.stack.Stack;
import io.reprise.launcher.stack.StackPorts;
import io.reprise.launcher.stack.StackSettings;
import io.reprise.replay.target.TargetConfig;
import io.reprise.runtime.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code reprise demo}. */
@Command(
    name = "demo",
    description =
        "Publishes 20,000 events, moves most to S3, replays all while a worker is killed, rebuilds a read model from snapshots and the tail while the job is killed, and checks the results.")
public final class DemoCommand extends LeafCommand {
  private static final ReducerConfig FOLDED =
      new ReducerConfig(ReadModel.REDUCER, 1, new EmitEvery(0, Duration.ofMillis(500)));

  private static final List<Column> REPORT =
      List.of(
          Column.of("published", "published"),
          Column.of("archived", "archived"),
          Column.of("trimmed from Kafka", "trimmed"),
          Column.of("planned", "planned"),
          Column.of("delivered", "delivered"),
          Column.of("of them from the archive", "deliveredFromArchive"),
          Column.of("missing", "missing"),
          Column.of("duplicated", "duplicated"),
          Column.of("out of order", "outOfOrder"),
          Column.of("snapshots exported", "snapshots"),
          Column.of("events of the tail", "tailEvents"),
          Column.of("rows of the read model", "modelRows"),
          Column.of("rows that differ from the log", "modelDiffering"),
          Column.of("killed and resumed", "modelResumed"),
          Column.of("read model seconds", "modelSeconds"),
          Column.of("seconds", "seconds"),
          Column.of("takeover seconds", "takeoverSeconds"));

  @Override
  protected ExitCode run() throws Exception {
    try (var scratch = Scratch.create("reprise-demo")) {
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
              "starting Kafka, a schema registry, S3, PostgreSQL, ingest, an archiver, a compactor and two replay workers in "
                  + scratch.directory());
      try (var stack = Stack.start(settings)) {
        var report = new Demo(stack, output()::say).run();
        output().one(Json.json().valueToTree(report), REPORT);
        return report.isClean() ? ExitCode.DONE : ExitCode.FAILED;
      }
    }
  }
}
