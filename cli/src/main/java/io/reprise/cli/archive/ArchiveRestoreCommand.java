package io.reprise.cli.archive;

import io.reprise.cli.command.ExitCode;
import io.reprise.cli.output.TableColumn;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code reprise archive restore}. */
@Command(
    name = "restore",
    description = "Writes an archived range back into a topic, partition by partition.")
final class ArchiveRestoreCommand extends ArchiverCommand {
  private static final List<TableColumn> SUMMARY =
      List.of(
          TableColumn.of("topic", "topic"),
          TableColumn.of("into", "into"),
          TableColumn.of("partitions", "partitions"),
          TableColumn.of("records", "records"));

  @Mixin private ArchivedRangeOptions range = new ArchivedRangeOptions();

  @Option(
      names = "--into",
      required = true,
      paramLabel = "T",
      description = "a topic with as many partitions, empty unless --append")
  private String into = "";

  @Option(names = "--append", description = "behind what the topic holds")
  private boolean append;

  @Override
  protected ExitCode run() {
    try (var task = new LongTask("restoring", (kind, line) -> {})) {
      var request = range.request().put("into", into).put("append", append);
      output().one(archiver().run("restore", request, task), SUMMARY);
      return ExitCode.DONE;
    }
  }
}
