package io.reprise.cli.replay;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code reprise replay throttle}. */
@Command(name = "throttle", description = "Changes how fast a replay may be, in all.")
final class ReplayThrottleCommand extends ReplayIdCommand {
  @Option(names = "--rate", paramLabel = "N", description = "at most N records a second")
  private @Nullable Long rate;

  @Option(
      names = "--byte-rate",
      paramLabel = "SIZE",
      description = "at most this many bytes a second, as in 10MiB")
  private @Nullable String byteRate;

  @Option(names = "--unlimited", description = "as fast as it can")
  private boolean unlimited;

  @Override
  protected ExitCode run() {
    if (unlimited == (rate != null || byteRate != null)) {
      throw new CommandFailure(
          ExitCode.USAGE, "give --rate, --byte-rate or both, or else --unlimited");
    }
    output()
        .one(worker().throttle(id(), RateOptions.throttle(rate, byteRate)), ReplayViews.SUMMARY);
    return ExitCode.DONE;
  }
}
