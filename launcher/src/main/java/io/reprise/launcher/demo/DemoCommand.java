package io.reprise.launcher.demo;

import io.reprise.launcher.cli.Column;
import io.reprise.launcher.cli.ExitCode;
import io.reprise.launcher.cli.LeafCommand;
import io.reprise.launcher.stack.ArchiveSettings;
import io.reprise.launcher.stack.Scratch;
import io.reprise.launcher.stack.Stack;
import io.reprise.launcher.stack.StackPorts;
import io.reprise.launcher.stack.StackSettings;
import io.reprise.replay.target.TargetConfig;
import io.reprise.runtime.json.Json;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code reprise demo}. */
@Command(
    name = "demo",
    description =
        "Publishes 20,000 events, moves most to S3, replays all while a worker is killed, and checks the result.")
public final class DemoCommand extends LeafCommand {
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
              .withArchive(ArchiveSettings.of(Map.of(Demo.TOPIC, ArchiveTopics.config())));
      output()
          .say(
              "starting Kafka, a schema registry, S3, ingest, an archiver and two replay workers in "
                  + scratch.directory());
      try (var stack = Stack.start(settings)) {
        var report = new Demo(stack, output()::say).run();
        output().one(Json.json().valueToTree(report), REPORT);
        return report.isClean() ? ExitCode.DONE : ExitCode.FAILED;
      }
    }
  }
}
