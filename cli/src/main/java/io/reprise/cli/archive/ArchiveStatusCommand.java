package io.reprise.cli.archive;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.output.TableColumn;
import io.reprise.cli.output.Text;
import java.util.List;
import picocli.CommandLine.Command;

/** Implements {@code reprise archive status}. */
@Command(
    name = "status",
    description =
        "Shows for each archived partition which offsets are in the archive, which are still in"
            + " Kafka, and what limits the next trim.")
final class ArchiveStatusCommand extends ArchiverCommand {
  private static final List<TableColumn> PARTITIONS =
      List.of(
          TableColumn.of("TOPIC", "topic"),
          TableColumn.of("PARTITION", "partition"),
          TableColumn.of("MODE", "mode"),
          new TableColumn("ARCHIVED", p -> range(p.path("archived"))),
          new TableColumn("HOT", p -> range(p.path("hot"))),
          TableColumn.of("OVERLAP", "overlap"),
          TableColumn.of("LAG", "lag"),
          TableColumn.of("SEGMENTS", "segments"),
          new TableColumn("BYTES", p -> Text.bytes(p.path("bytes").asLong())),
          TableColumn.of("NEXT TRIM", "nextTrim"),
          TableColumn.of("LIMITED BY", "trimLimit"),
          TableColumn.of("STATE", "phase"),
          TableColumn.of("DETAIL", "detail"));

  @Override
  protected ExitCode run() {
    var status = archiver().status();
    if (!output().isTable()) {
      output().document(status);
      return ExitCode.DONE;
    }
    output().list(status.path("partitions"), PARTITIONS);
    status.path("refused").forEach(refusal -> output().text("- " + refusal.asText()));
    return ExitCode.DONE;
  }

  private static String range(JsonNode range) {
    return range.path("from").asLong() + ".." + range.path("to").asLong();
  }
}
