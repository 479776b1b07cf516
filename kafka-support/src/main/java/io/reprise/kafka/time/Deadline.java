package io.reprise.kafka.time;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * A point in time until which an operation may go on. Immutable and thread-safe.
 *
 * <p>A deadline measures elapsed time, so a change of the machine's clock does not move it.
 */
public final class Deadline {
  private final Ticker ticker;
  private final Duration limit;
  private final long startNanos;

  private Deadline(Duration limit, Ticker ticker) {
    this.ticker = ticker;
    this.limit = limit;
    this.startNanos = ticker.nanos();
  }

  /** A deadline that passes {@code limit} from now. */
  public static Deadline after(Duration limit) {
    return after(limit, Ticker.SYSTEM);
  }

  /** A deadline that passes {@code limit} from now by {@code ticker}. */
  public static Deadline after(Duration limit, Ticker ticker) {
    return new Deadline(limit, ticker);
  }

  /** The whole time that was granted, for error messages. */
  public Duration limit() {
    return limit;
  }

  /** The time that is left; zero once the deadline has passed, never negative. */
  public Duration left() {
    var left = limit.minusNanos(ticker.nanos() - startNanos);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Whether no time is left. */
  public boolean isPassed() {
    return left().isZero();
  }

  /**
   * Waits until a condition holds. The condition is checked at once, then after every pause, and a
   * last time when the deadline has passed.
   *
   * @param pause the time between two checks; it is cut short at the deadline
   * @return whether the condition held before time ran out
   * @throws org.apache.kafka.common.errors.InterruptException when the thread is interrupted; its
   *     interrupt flag stays set
   */
  public boolean await(BooleanSupplier condition, Duration pause) {
    while (!condition.getAsBoolean()) {
      var left = left();
      if (left.isZero()) {
        return false;
      }
      ticker.sleep(left.compareTo(pause) < 0 ? left : pause);
    }
    return true;
  }
}
