package io.reprise.trials.bench.drive;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import java.time.Duration;

/**
 * A completed replay.
 *
 * @param delivered number of delivered records
 * @param bytes size of the keys, values and headers of all delivered records, in bytes
 * @param took time from the start of the replay, before the first claim, to its end as COMPLETED
 */
public record FinishedReplay(long delivered, long bytes, Duration took) {
  private static final double MEBIBYTE = 1 << 20;

  /**
   * Requires that the replay has delivered enough for its figure.
   *
   * @throws CommandFailure if it has delivered fewer than {@code least} records
   */
  public void requireDelivered(long least) {
    if (delivered < least) {
      throw new CommandFailure(
          ExitCode.FAILED, "the replay delivered only %d records".formatted(delivered));
    }
  }

  public double mebibytesPerSecond() {
    return bytes / MEBIBYTE / seconds();
  }

  public double recordsPerSecond() {
    return delivered / seconds();
  }

  public double seconds() {
    return took.toNanos() / 1e9;
  }
}
