package io.reprise.launcher.archive;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.launcher.cli.Column;
import io.reprise.launcher.cli.ExitCode;
import io.reprise.launcher.cli.Text;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code reprise archive status}. */
@Command(
    name = "status",
    description =
        "Shows what is archived of each partition, what is hot, and what will leave Kafka.")
final class StatusCommand extends ArchiverCommand {
  private static final List<Column> PARTITIONS =
      List.of(
          Column.of("TOPIC", "topic"),
          Column.of("PARTITION", "partition"),
          Column.of("MODE", "mode"),
          new Column("ARCHIVED", p -> range(p.path("archived"))),
          new Column("HOT", p -> range(p.path("hot"))),
          Column.of("OVERLAP", "overlap"),
          Column.of("LAG", "lag"),
          Column.of("SEGMENTS", "segments"),
          new Column("BYTES", p -> Text.bytes(p.path("bytes").asLong())),
          Column.of("NEXT TRIM", "nextTrim"),
          Column.of("KEPT BY", "trimLimit"),
          Column.of("STATE", "phase"),
          Column.of("WHY", "detail"));

  @Override
  protected ExitCode run() {
    var status = archiver().status();
    if (!output().forEyes()) {
      output().document(status);
      return ExitCode.DONE;
    }
    output().list(status.path("partitions"), PARTITIONS);
    status.path("refused").forEach(why -> output().text("- " + why.asText()));
    return ExitCode.DONE;
  }

  private static String range(JsonNode range) {
    return range.path("from").asLong() + ".." + range.path("to").asLong();
  }
}
