package io.reprise.compactor.topic;

import io.reprise.runtime.config.ConfigKey;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Says when the snapshots of a partition's changed keys are written: after a number of events or
 * after an interval, whichever is reached first.
 *
 * @param events number of events after which snapshots are written again; 10,000 when left out.
 *     This number limits the tail that a read model must read after the snapshots, and the number
 *     of changed keys in memory
 * @param time interval after which snapshots are written again; 10 s when left out
 */
public record EmitEvery(
    @ConfigKey(
            value =
                "Snapshots are written after this many events. This limits how many events a read"
                    + " model must apply after it has loaded the snapshots.",
            range = "1 to 10000000")
        Integer events,
    @ConfigKey(value = "Snapshots are written after this time.", range = "more than 0")
        Duration time) {
  private static final int DEFAULT_EVENTS = 10_000;
  private static final Duration DEFAULT_TIME = Duration.ofSeconds(10);
  private static final int MOST_EVENTS = 10_000_000;

  public EmitEvery(@Nullable Integer events, @Nullable Duration time) {
    this.events = events == null ? DEFAULT_EVENTS : events;
    this.time = time == null ? DEFAULT_TIME : time;
    if (this.events < 1 || this.events > MOST_EVENTS) {
      throw new IllegalArgumentException(
          "events is %d: give 1 to %d".formatted(this.events, MOST_EVENTS));
    }
    if (this.time.isZero() || this.time.isNegative()) {
      throw new IllegalArgumentException(
          "time is %d ms: give more than 0".formatted(this.time.toMillis()));
    }
  }
}
