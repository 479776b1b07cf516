package io.reprise.launcher.replay;

import io.reprise.launcher.cli.ExitCode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code reprise replay list}. */
@Command(name = "list", description = "Lists replays, oldest first.")
final class ListCommand extends WorkerCommand {
  @Option(names = "--state", paramLabel = "STATE", description = "only those in this state")
  private @Nullable String state;

  @Override
  protected ExitCode run() {
    var query = state == null ? "" : "?state=" + URLEncoder.encode(state, StandardCharsets.UTF_8);
    output().list(worker().list(query), Views.LIST);
    return ExitCode.DONE;
  }
}
