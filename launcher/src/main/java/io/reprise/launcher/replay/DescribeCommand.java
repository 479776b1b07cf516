package io.reprise.launcher.replay;

import io.reprise.launcher.cli.ExitCode;
import picocli.CommandLine.Command;

/** {@code reprise replay describe}. */
@Command(name = "describe", description = "Shows one replay, its plan and each of its shards.")
final class DescribeCommand extends ReplayIdCommand {
  @Override
  protected ExitCode run() {
    var replay = worker().replay(id());
    if (!output().forEyes()) {
      output().document(replay);
      return ExitCode.DONE;
    }
    output().one(replay.path("summary"), Views.SUMMARY);
    output().text("");
    output().list(replay.path("shards"), Views.SHARDS);
    return ExitCode.DONE;
  }
}
