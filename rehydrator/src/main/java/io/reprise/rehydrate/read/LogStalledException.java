package io.reprise.rehydrate.read;

import java.time.Duration;

/**
 * Thrown when a run has waited for the log longer than its limit and the log returned nothing. A
 * retry is safe: the next run continues from the stored positions.
 */
public final class LogStalledException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LogStalledException(String partition, long position, Duration stalled) {
    super(
        "partition %s returned nothing at offset %d for %d s: check that the cluster can be reached, and run the rehydration again"
            .formatted(partition, position, stalled.toSeconds()));
  }
}
