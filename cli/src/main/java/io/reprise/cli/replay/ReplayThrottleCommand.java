package io.reprise.cli.replay;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Implements {@code reprise replay throttle}. */
@Command(
    name = "throttle",
    description = "Changes the total rate limit of a replay. A limit that is left out is removed.")
final class ReplayThrottleCommand extends ReplayIdCommand {
  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "The most records per second that all workers together deliver.")
  private @Nullable Long rate;

  @Option(
      names = "--byte-rate",
      paramLabel = "SIZE",
      description =
          "The most bytes per second that all workers together deliver, for example 10MiB.")
  private @Nullable String byteRate;

  @Option(names = "--unlimited", description = "Remove both rate limits.")
  private boolean unlimited;

  @Override
  protected ExitCode run() {
    if (unlimited == (rate != null || byteRate != null)) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "no rate limit is given: give --rate, --byte-rate or both, or --unlimited alone");
    }
    output().one(worker().throttle(id(), RateOptions.throttle(rate, byteRate)), ReplayViews.REPLAY);
    return ExitCode.DONE;
  }
}
