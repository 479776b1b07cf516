package io.reprise.cli.replay;

import io.reprise.cli.command.ExitCode;
import picocli.CommandLine.Command;

/** Implements {@code reprise replay watch}. */
@Command(
    name = "watch",
    description =
        "Shows the progress of a replay until it ends. Exits with 0 only if the replay completed.")
final class ReplayWatchCommand extends ReplayIdCommand {
  @Override
  protected ExitCode run() {
    return new ReplayFollower(worker(), output()).untilEnd(id());
  }
}
