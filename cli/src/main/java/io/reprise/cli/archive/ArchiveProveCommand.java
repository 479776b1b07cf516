package io.reprise.cli.archive;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.output.TableColumn;
import io.reprise.runtime.json.Json;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Implements {@code reprise archive prove}. */
@Command(
    name = "prove",
    description = {
      "Reads a topic's archive back from the object store and checks its commit entries, checksums"
          + " and digests.",
      "Exits with 1 if a check fails, and names each object that failed. Exits with 4 if the"
          + " selection has no archived segment."
    })
final class ArchiveProveCommand extends ArchiverCommand {
  private static final List<TableColumn> SUMMARY =
      List.of(
          TableColumn.of("topic", "topic"),
          TableColumn.of("partitions", "partitions"),
          TableColumn.of("segments", "segments"),
          TableColumn.of("records", "records"),
          TableColumn.of("bytes", "bytes"),
          TableColumn.of("findings", "findings"));

  @Option(
      names = "--unanchored",
      description =
          "Accept commit logs without an anchor on this cluster: for an archive that another cluster"
              + " has written. Entries and objects are checked all the same.")
  private boolean unanchored;

  @Mixin private ArchivedRangeOptions range = new ArchivedRangeOptions();

  private ObjectNode request() {
    var request = range.request();
    return unanchored ? request.put("unanchored", true) : request;
  }

  private ExitCode nothingProved() {
    output()
        .say(
            "nothing was proved: topic '%s' has no archived segment in the selected partitions and offsets: check the selection; `reprise archive list` shows all archives"
                .formatted(range.topic()));
    return ExitCode.NOT_FOUND;
  }

  @Override
  protected ExitCode run() {
    var findings = Json.json().createArrayNode();
    try (var task = new LongTask("proving", (kind, line) -> findings.add(line))) {
      var summary = archiver().run("prove", request(), task);
      if (output().isTable()) {
        output().one(summary, SUMMARY);
        findings.forEach(
            f ->
                output()
                    .text("- " + f.path("object").asText() + ": " + f.path("problem").asText()));
      } else {
        var report = summary.deepCopy();
        ((ObjectNode) report).set("found", findings);
        output().document(report);
      }
      if (!findings.isEmpty()) {
        return ExitCode.FAILED;
      }
      return summary.path("segments").asLong(-1) == 0 ? nothingProved() : ExitCode.DONE;
    }
  }
}
