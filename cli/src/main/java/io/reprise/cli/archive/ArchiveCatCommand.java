package io.reprise.cli.archive;

import io.reprise.cli.client.ArchiverClient;
import io.reprise.cli.command.ExitCode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code reprise archive cat}. */
@Command(name = "cat", description = "Prints archived records of one partition, a JSON line each.")
final class ArchiveCatCommand extends ArchiverCommand {
  @Option(names = "--topic", required = true, paramLabel = "T", description = "the archived topic")
  private String topic = "";

  @Option(names = "--partition", required = true, paramLabel = "P", description = "which partition")
  private int partition;

  @Option(
      names = "--from-offset",
      paramLabel = "A",
      description = "the first offset (default: the archive's start)")
  private @Nullable Long from;

  @Option(
      names = "--to-offset",
      paramLabel = "B",
      description = "the first offset behind (default: the archive's end)")
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
        + "&partition="
        + partition
        + (from == null ? "" : "&from=" + from)
        + (to == null ? "" : "&to=" + to);
  }
}
