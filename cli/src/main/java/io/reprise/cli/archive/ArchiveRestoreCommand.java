package io.reprise.cli.archive;

import io.reprise.cli.command.ExitCode;
import io.reprise.cli.output.TableColumn;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Implements {@code reprise archive restore}. */
@Command(
    name = "restore",
    description =
        "Copies a range of archived records into a Kafka topic, each partition into the partition"
            + " of the same number. The topic must be on the archiver's cluster; the archived"
            + " topic may be on another one.")
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
      description =
          "The topic to write to. It must have as many partitions as the archived topic, and be"
              + " empty unless --append is given. Control topics, internal topics, changelogs and"
              + " snapshot topics are refused.")
  private String into = "";

  @Option(
      names = "--append",
      description =
          "Write even if the topic of --into is not empty. The restored records follow its"
              + " records.")
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
