package io.reprise.kafka.time;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * The moment at which an operation gives up. Immutable and thread-safe.
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

  /** Creates a deadline that passes when the time {@code limit} has elapsed from now. */
  public static Deadline after(Duration limit) {
    return after(limit, Ticker.SYSTEM);
  }

  /**
   * Creates a deadline that passes when the time {@code limit} has elapsed from now, as {@code
   * ticker} measures it.
   */
  public static Deadline after(Duration limit, Ticker ticker) {
    return new Deadline(limit, ticker);
  }

  /** Returns the time limit from which the deadline was created, for error messages. */
  public Duration limit() {
    return limit;
  }

  /** Returns the time until the deadline passes; zero once it has passed, never negative. */
  public Duration left() {
    var left = limit.minusNanos(ticker.nanos() - startNanos);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Returns whether the deadline has passed. */
  public boolean isPassed() {
    return left().isZero();
  }

  /**
   * Waits until {@code condition} is true or the deadline has passed. Checks the condition at once,
   * then after every pause, and a last time when the deadline has passed.
   *
   * @param pause time between two checks; the last pause ends at the deadline
   * @return whether the condition was true in one of the checks
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
