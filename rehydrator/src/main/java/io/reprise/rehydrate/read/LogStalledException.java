package io.reprise.rehydrate.read;

import java.time.Duration;

/** Nothing came from the log for too long. Run it again: it goes on where it was. */
public final class LogStalledException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LogStalledException(String partition, long position, Duration stalled) {
    super(
        "nothing came from %s at offset %d for %d s: see whether the cluster can be reached, and run it again"
            .formatted(partition, position, stalled.toSeconds()));
  }
}
