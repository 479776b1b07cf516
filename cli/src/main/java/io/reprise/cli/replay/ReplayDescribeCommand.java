package io.reprise.cli.replay;

import io.reprise.cli.command.ExitCode;
import picocli.CommandLine.Command;

/** {@code reprise replay describe}. */
@Command(name = "describe", description = "Shows one replay, its plan and each of its shards.")
final class ReplayDescribeCommand extends ReplayIdCommand {
  @Override
  protected ExitCode run() {
    var replay = worker().replay(id());
    if (!output().forEyes()) {
      output().document(replay);
      return ExitCode.DONE;
    }
    output().one(replay.path("summary"), ReplayViews.SUMMARY);
    output().text("");
    output().list(replay.path("shards"), ReplayViews.SHARDS);
    return ExitCode.DONE;
  }
}
