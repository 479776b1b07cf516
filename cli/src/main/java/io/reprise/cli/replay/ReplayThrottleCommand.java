package io.reprise.cli.replay;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Implements {@code reprise replay throttle}. */
@Command(
    name = "throttle",
    description =
        "Changes the rate limits of a replay. If only one of --rate and --byte-rate is given, the"
            + " other limit is removed.")
final class ReplayThrottleCommand extends ReplayIdCommand {
  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Deliver at most N records per second, over all workers together.")
  private @Nullable Long rate;

  @Option(
      names = "--byte-rate",
      paramLabel = "SIZE",
      description =
          "Deliver at most SIZE bytes per second, over all workers together, for example 10MiB.")
  private @Nullable String byteRate;

  @Option(names = "--unlimited", description = "Remove both rate limits of the replay.")
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
