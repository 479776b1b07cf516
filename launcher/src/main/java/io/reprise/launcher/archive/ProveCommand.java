package io.reprise.launcher.archive;

import io.reprise.launcher.cli.Column;
import io.reprise.launcher.cli.ExitCode;
import io.reprise.runtime.json.Json;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code reprise archive prove}. */
@Command(
    name = "prove",
    description = {
      "Verifies an archive again from end to end: every commit entry, every checksum, every digest.",
      "Exits 1 when something is not as it must be, and names the object."
    })
final class ProveCommand extends ArchiverCommand {
  private static final List<Column> SUMMARY =
      List.of(
          Column.of("topic", "topic"),
          Column.of("partitions", "partitions"),
          Column.of("segments", "segments"),
          Column.of("records", "records"),
          Column.of("bytes", "bytes"),
          Column.of("findings", "findings"));

  @Mixin private ArchivedRange range = new ArchivedRange();

  @Override
  protected ExitCode run() {
    var findings = Json.json().createArrayNode();
    try (var task = new LongTask("proving", (kind, line) -> findings.add(line))) {
      var summary = archiver().run("prove", range.request(), task);
      if (output().forEyes()) {
        output().one(summary, SUMMARY);
        findings.forEach(
            f ->
                output()
                    .text("- " + f.path("object").asText() + ": " + f.path("problem").asText()));
      } else {
        var report = summary.deepCopy();
        ((com.fasterxml.jackson.databind.node.ObjectNode) report).set("found", findings);
        output().document(report);
      }
      return findings.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }
  }
}
