package io.reprise.trials.chaos;

import java.time.Duration;

/** Thrown when a replay has not ended within a limit after the last fault of its run. */
final class UnfinishedReplay extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnfinishedReplay(String replay, String state, double fraction, Duration limit) {
    super(
        "replay %s is still %s at %.0f %%, %d s after the last fault"
            .formatted(replay, state, fraction * 100, limit.toSeconds()));
  }
}
