package io.reprise.replay.deliver;

import io.reprise.replay.spec.Throttle;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a shard to its share of the rate. Arithmetic on nanoseconds; the caller brings the clock
 * and does the waiting. Unused time is not saved up beyond {@value #BURST_NANOS} ns, so that a rate
 * is kept over any second.
 *
 * <p>Threading: confined to one thread.
 */
final class Pacer {
  static final long BURST_NANOS = 250_000_000;
  private static final long SECOND = 1_000_000_000;

  private Throttle rate = Throttle.NONE;
  private long nextRecordAt;
  private long nextByteAt;

  Pacer(long nowNanos) {
    nextRecordAt = nowNanos;
    nextByteAt = nowNanos;
  }

  /**
   * Sets the share in force. What was used beyond the former one is waited for at the new one: a
   * higher rate takes effect at once, even after a record that was a minute's worth of the old.
   */
  void at(Throttle share, long nowNanos) {
    if (share.equals(rate)) {
      return;
    }
    nextRecordAt =
        rescaled(nextRecordAt, rate.recordsPerSecond(), share.recordsPerSecond(), nowNanos);
    nextByteAt = rescaled(nextByteAt, rate.bytesPerSecond(), share.bytesPerSecond(), nowNanos);
    rate = share;
  }

  private static long rescaled(
      long nextAt, @Nullable Long former, @Nullable Long now, long nowNanos) {
    if (former == null) {
      return nowNanos;
    }
    if (now == null || nextAt <= nowNanos) {
      return nextAt;
    }
    return nowNanos + Math.round((double) (nextAt - nowNanos) * former / now);
  }

  /** Whether there is a rate; without one nothing needs to be noted. */
  boolean paces() {
    return !rate.isUnlimited();
  }

  /** How long until another record may go; 0 if now. */
  long nanosUntilNext(long nowNanos) {
    long at = Long.MIN_VALUE;
    if (rate.recordsPerSecond() != null) {
      at = Math.max(at, nextRecordAt - nowNanos);
    }
    if (rate.bytesPerSecond() != null) {
      at = Math.max(at, nextByteAt - nowNanos);
    }
    return Math.max(0, at);
  }

  /** Takes note of one record that went. */
  void used(long bytes, long nowNanos) {
    nextRecordAt = advance(nextRecordAt, 1, rate.recordsPerSecond(), nowNanos);
    nextByteAt = advance(nextByteAt, bytes, rate.bytesPerSecond(), nowNanos);
  }

  private static long advance(long nextAt, long amount, @Nullable Long perSecond, long nowNanos) {
    if (perSecond == null) {
      return nowNanos;
    }
    long start = Math.max(nextAt, nowNanos - BURST_NANOS);
    return start + Math.round((double) amount * SECOND / perSecond);
  }
}
