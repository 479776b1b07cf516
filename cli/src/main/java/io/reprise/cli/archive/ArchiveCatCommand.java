package io.reprise.cli.archive;

import io.reprise.cli.client.ArchiverClient;
import io.reprise.cli.command.ExitCode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Implements {@code reprise archive cat}. */
@Command(
    name = "cat",
    description =
        "Prints the archived records of one partition, one JSON object per line, with values in"
            + " Base64. A value of which the policy hides a part is JSON.")
final class ArchiveCatCommand extends ArchiverCommand {
  @Option(
      names = "--topic",
      required = true,
      paramLabel = "T",
      description = "The topic whose archive is read.")
  private String topic = "";

  @Option(
      names = "--topic-id",
      paramLabel = "ID",
      description =
          "The id of the archived topic, as `archive list` shows it (default: the id of the topic"
              + " that has this name now).")
  private @Nullable String topicId;

  @Option(
      names = "--partition",
      required = true,
      paramLabel = "P",
      description = "The number of the partition to read.")
  private int partition;

  @Option(
      names = "--from-offset",
      paramLabel = "A",
      description = "The first offset to print (default: the first archived offset).")
  private @Nullable Long from;

  @Option(
      names = "--to-offset",
      paramLabel = "B",
      description =
          "Print only records below this offset (default: all up to the end of the archive).")
  private @Nullable Long to;

  @Override
  protected ExitCode run() {
    ArchiverClient archiver = archiver();
    archiver.records(query(), (kind, line) -> output().out().println(line));
    output().out().flush();
    return ExitCode.DONE;
  }

  private String query() {
    return "?topic="
        + URLEncoder.encode(topic, StandardCharsets.UTF_8)
        + (topicId == null ? "" : "&topicId=" + URLEncoder.encode(topicId, StandardCharsets.UTF_8))
        + "&partition="
        + partition
        + (from == null ? "" : "&from=" + from)
        + (to == null ? "" : "&to=" + to);
  }
}
