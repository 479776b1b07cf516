package io.reprise.cli.archive;

import io.reprise.cli.argument.Partitions;
import io.reprise.cli.argument.TimeOptions;
import io.reprise.cli.argument.TimeParser;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.output.TableColumn;
import io.reprise.runtime.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Implements {@code reprise archive merge}. */
@Command(
    name = "merge",
    description = {
      "Merges neighbouring small segments of a topic's archive into larger ones, up to the cutSize"
          + " of the topic. Each merged segment is read back and compared before it replaces the"
          + " small ones. Records and offsets stay the same.",
      "Does not merge segments with a record that is still in Kafka and may be trimmed, or that a"
          + " hold keeps there. The objects of the small segments stay in the store until"
          + " `archive gc --apply` removes them, a day later at the earliest."
    },
    footer = {"", "Times: " + TimeParser.FORMS + "."})
final class ArchiveMergeCommand extends ArchiverCommand {
  private static final List<TableColumn> SUMMARY =
      List.of(
          TableColumn.of("topic", "topic"),
          TableColumn.of("partitions", "partitions"),
          TableColumn.of("segments merged", "merged"),
          TableColumn.of("into segments", "into"),
          TableColumn.of("bytes before", "bytesBefore"),
          TableColumn.of("bytes after", "bytes"));

  @Option(
      names = "--topic",
      required = true,
      paramLabel = "T",
      description =
          "The topic whose archived segments are merged. The archiver that gets the request must"
              + " archive this topic.")
  private String topic = "";

  @Option(
      names = "--partition",
      paramLabel = "P,...",
      hideParamSyntax = true,
      split = ",",
      description =
          "The numbers of the partitions whose segments are merged, separated by commas (default:"
              + " all).")
  private List<Integer> partitions = List.of();

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description =
          "Merge only segments whose records are all older than this time, for example -7d or"
              + " 2026-01-31T12:00:00Z (default: no limit).")
  private @Nullable String until;

  @Mixin private TimeOptions times = new TimeOptions();

  @Override
  protected ExitCode run() {
    Partitions.requireValid("--partition", partitions);
    var end = times.time("--until", until, output());
    var request = Json.json().createObjectNode().put("topic", topic);
    partitions.forEach(request.withArray("partitions")::add);
    if (end != null) {
      request.put("until", end.toString());
    }
    output().one(archiver().run("merge", request, (kind, line) -> {}), SUMMARY);
    return ExitCode.DONE;
  }
}
