package io.reprise.cli.archive;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.output.OutputFormat;
import io.reprise.cli.output.TableColumn;
import io.reprise.cli.output.Text;
import java.util.List;
import picocli.CommandLine.Command;

/** Implements {@code reprise archive status}. */
@Command(
    name = "status",
    description =
        "Shows for each partition which offsets are archived, which are still in Kafka, how many"
            + " are not archived yet (those above the last stable offset wait for a transaction to"
            + " end), what limits the next trim, and since when archiving fails.")
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
          TableColumn.of("ABOVE LSO", "stableGap"),
          TableColumn.of("SEGMENTS", "segments"),
          new TableColumn("BYTES", p -> Text.bytes(p.path("bytes").asLong())),
          TableColumn.of("NEXT TRIM", "nextTrim"),
          TableColumn.of("LIMITED BY", "trimLimit"),
          TableColumn.of("STATE", "phase"),
          TableColumn.time("FAILING SINCE", "failingSince"),
          TableColumn.of("ATTEMPTS", "failedAttempts"),
          new TableColumn("DETAIL", ArchiveStatusCommand::detail));

  @Override
  protected ExitCode run() {
    var status = archiver().status();
    if (!output().isTable()) {
      output().listDocument(status, "partitions");
      if (output().format() == OutputFormat.JSONL) {
        status.path("refused").forEach(refusal -> output().say(refusal.asText()));
      }
      return ExitCode.DONE;
    }
    output().list(status.path("partitions"), PARTITIONS);
    if (status.path("partitions").isEmpty()) {
      output().say("no partition is archived: add a topic to the archiver's configuration");
    }
    status.path("refused").forEach(refusal -> output().text("- " + refusal.asText()));
    return ExitCode.DONE;
  }

  private static String detail(JsonNode partition) {
    var detail = partition.path("detail").asText();
    return detail.isEmpty() ? partition.path("archiveProblem").asText() : detail;
  }

  private static String range(JsonNode range) {
    return range.path("from").asLong() + ".." + range.path("to").asLong();
  }
}
