package io.reprise.launcher.replay;

import io.reprise.launcher.cli.ExitCode;
import picocli.CommandLine.Command;

/** {@code reprise replay watch}. */
@Command(name = "watch", description = "Follows a replay until it ends; 0 if it completed.")
final class WatchCommand extends ReplayIdCommand {
  @Override
  protected ExitCode run() {
    return new Watch(worker(), output()).untilEnd(id());
  }
}
