package io.reprise.replay.deliver;

import io.reprise.replay.spec.Throttle;
import org.jspecify.annotations.Nullable;

/**
 * Computes how long a shard must wait to stay within its share of the replay's rate limit. The
 * caller passes the present time in nanoseconds, and does the waiting. A shard that has delivered
 * more slowly than its share allows may afterwards deliver faster, until it has made up for the
 * lost time. At most a quarter of a second ({@link #BURST_NANOS}) can be made up for. In any
 * second, a shard therefore exceeds its share by at most a quarter.
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
   * Sets the shard's share of the rate limit. If the shard still has to wait under its former
   * share, the rest of the wait is rescaled to the new share. A higher rate therefore takes effect
   * at once, even after a large record that would have made the shard wait a minute.
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

  /**
   * Returns whether the shard's share limits records or bytes. Without a limit, {@link #used} need
   * not be called.
   */
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
   * Returns the nanoseconds to wait before the next slice; 0 if the slice may begin now.
   *
   * <p>The shard waits until several records may be delivered at once, because one slice of several
   * records costs less than a slice for each record. The wait ends when the shard is behind its
   * share by half of {@link #BURST_NANOS}. A shard can make up for at most {@link #BURST_NANOS}, so
   * the other half is a reserve for a slice that begins a little late.
   */
  long nanosUntilSlice(long nowNanos) {
    return paces() ? nanosUntilNext(nowNanos - BURST_NANOS / 2) : 0;
  }

  /** Counts one delivered record of {@code bytes} bytes against the share. */
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
