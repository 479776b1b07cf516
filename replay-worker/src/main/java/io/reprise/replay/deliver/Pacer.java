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

  /** Sets the share in force; what was used under the former one stays used. */
  void at(Throttle share) {
    rate = share;
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
