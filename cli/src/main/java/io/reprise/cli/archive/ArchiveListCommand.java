package io.reprise.cli.archive;

import io.reprise.cli.command.ExitCode;
import io.reprise.cli.output.TableColumn;
import io.reprise.cli.output.Text;
import io.reprise.runtime.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Implements {@code reprise archive list}. */
@Command(
    name = "list",
    description = {
      "Lists the archives in the object store, also those of topics that were deleted or recreated.",
      "`cat`, `prove` and `restore` take the shown id as --topic-id."
    })
final class ArchiveListCommand extends ArchiverCommand {
  private static final List<TableColumn> ARCHIVES =
      List.of(
          TableColumn.of("TOPIC", "topic"),
          TableColumn.of("TOPIC ID", "topicId"),
          TableColumn.of("ON CLUSTER", "state"),
          TableColumn.of("PARTITIONS", "partitions"),
          TableColumn.of("SEGMENTS", "segments"),
          TableColumn.of("RECORDS", "records"),
          new TableColumn("BYTES", a -> Text.bytes(a.path("bytes").asLong())),
          TableColumn.time("OLDEST", "oldest"),
          TableColumn.time("NEWEST", "newest"),
          TableColumn.of("PROBLEM", "problem"));

  @Option(
      names = "--topic",
      paramLabel = "T",
      description = "Only archives of topics that have, or had, this name (default: all).")
  private @Nullable String topic;

  @Override
  protected ExitCode run() {
    var archives = Json.json().createArrayNode();
    archiver().archives(topic, (kind, line) -> archives.add(line));
    output().list(archives, ARCHIVES);
    return ExitCode.DONE;
  }
}
