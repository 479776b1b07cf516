package io.reprise.launcher.archive;

import io.reprise.launcher.cli.Column;
import io.reprise.launcher.cli.ExitCode;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code reprise archive restore}. */
@Command(
    name = "restore",
    description = "Writes an archived range back into a topic, partition by partition.")
final class RestoreCommand extends ArchiverCommand {
  private static final List<Column> SUMMARY =
      List.of(
          Column.of("topic", "topic"),
          Column.of("into", "into"),
          Column.of("partitions", "partitions"),
          Column.of("records", "records"));

  @Mixin private ArchivedRange range = new ArchivedRange();

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
