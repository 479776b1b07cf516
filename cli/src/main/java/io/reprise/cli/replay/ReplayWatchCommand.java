package io.reprise.cli.replay;

import io.reprise.cli.command.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Implements {@code reprise replay watch}. */
@Command(
    name = "watch",
    description =
        "Shows the progress of a replay until it ends. Exits with 0 only if the replay completed.")
final class ReplayWatchCommand extends ReplayIdCommand {
  @Mixin private ReconnectOption reconnect = new ReconnectOption();

  @Override
  protected ExitCode run() {
    var replay = worker().replay(id()).path("summary");
    return new ReplayFollower(worker(), output(), reconnect.reconnection(output()))
        .untilEnd(replay);
  }
}
