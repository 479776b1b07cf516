package io.reprise.cli.archive;

import io.reprise.cli.command.ExitCode;
import io.reprise.cli.output.TableColumn;
import io.reprise.runtime.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Implements {@code reprise archive gc}. */
@Command(
    name = "gc",
    description = {
      "Lists garbage in the object store. Garbage is (1) an object older than a day that no commit"
          + " entry names and whose writer has been fenced, (2) a segment that was merged into a"
          + " larger one more than a day ago, (3) a manifest older than a day that no checkpoint"
          + " names.",
      "Deletes nothing without --apply."
    })
final class ArchiveCollectCommand extends ArchiverCommand {
  private static final List<TableColumn> SUMMARY =
      List.of(
          TableColumn.of("topic", "topic"),
          TableColumn.of("orphans", "orphans"),
          TableColumn.of("bytes", "bytes"),
          TableColumn.of("done", "done"));

  @Option(
      names = "--topic",
      paramLabel = "T",
      description =
          "List the garbage of this archived topic only (default: of every topic that the archiver"
              + " archives).")
  private @Nullable String topic;

  @Option(
      names = "--apply",
      description = "Delete the garbage that the command lists (default: only list it).")
  private boolean apply;

  @Override
  protected ExitCode run() {
    var request = Json.json().createObjectNode().put("apply", apply);
    if (topic != null) {
      request.put("topic", topic);
    }
    var summary =
        archiver().run("gc", request, (kind, line) -> output().text(line.path("object").asText()));
    output().one(summary, SUMMARY);
    return ExitCode.DONE;
  }
}
