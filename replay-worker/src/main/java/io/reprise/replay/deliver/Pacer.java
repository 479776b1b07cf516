package io.reprise.replay.deliver;

import io.reprise.replay.spec.Throttle;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a shard within its share of the rate limit. This class only computes: the caller passes the
 * time in nanoseconds, and waits. At most {@value #BURST_NANOS} ns of unused time are saved up, so
 * that the rate limit holds over any second.
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
   * Sets the share. A wait that is left from the former share is rescaled to the new one, so that a
   * higher rate takes effect at once, even after a record that used up a minute of the former rate.
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

  /** Returns whether the share has a limit. Without a limit, {@link #used} need not be called. */
  boolean paces() {
    return !rate.isUnlimited();
  }

  /**
   * Returns the nanoseconds until the next record may be delivered; 0 if it may be delivered now.
   */
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

  /**
   * Nanoseconds until enough time is saved up for a slice of records at once; 0 if now. One slice
   * for several records costs less than one for each. Half of {@link #BURST_NANOS} is left as a
   * reserve, so that a slice that begins late loses nothing.
   */
  long nanosUntilSlice(long nowNanos) {
    return paces() ? nanosUntilNext(nowNanos - BURST_NANOS / 2) : 0;
  }

  /** Counts one delivered record. */
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
