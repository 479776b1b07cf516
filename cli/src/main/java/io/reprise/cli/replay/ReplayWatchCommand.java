package io.reprise.cli.replay;

import io.reprise.cli.command.ExitCode;
import picocli.CommandLine.Command;

/** {@code reprise replay watch}. */
@Command(name = "watch", description = "Follows a replay until it ends; 0 if it completed.")
final class ReplayWatchCommand extends ReplayIdCommand {
  @Override
  protected ExitCode run() {
    return new ReplayFollower(worker(), output()).untilEnd(id());
  }
}
