package io.reprise.trials.bench.drive;

import java.time.Duration;

/**
 * A completed replay.
 *
 * @param delivered records
 * @param bytes of their keys, values and headers
 * @param took from its start, before the first shard was claimed, to its completion
 */
public record FinishedReplay(long delivered, long bytes, Duration took) {
  private static final double MEBIBYTE = 1 << 20;

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
