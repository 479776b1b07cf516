package io.reprise.rehydrate.read;

import java.time.Duration;

/**
 * The log returned nothing for too long. A retry is safe: the next run continues from the stored
 * positions.
 */
public final class LogStalledException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LogStalledException(String partition, long position, Duration stalled) {
    super(
        "partition %s returned nothing at offset %d for %d s: check that the cluster can be reached, and run the rehydration again"
            .formatted(partition, position, stalled.toSeconds()));
  }
}
