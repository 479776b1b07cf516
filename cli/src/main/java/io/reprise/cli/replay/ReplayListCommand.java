package io.reprise.cli.replay;

import io.reprise.cli.command.ExitCode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Implements {@code reprise replay list}. */
@Command(name = "list", description = "Lists all replays, the oldest first.")
final class ReplayListCommand extends WorkerCommand {
  @Option(
      names = "--state",
      paramLabel = "STATE",
      description = "List only replays in this state, for example RUNNING, PAUSED or FAILED.")
  private @Nullable String state;

  @Override
  protected ExitCode run() {
    var query = state == null ? "" : "?state=" + URLEncoder.encode(state, StandardCharsets.UTF_8);
    output().list(worker().list(query), ReplayViews.LIST);
    return ExitCode.DONE;
  }
}
