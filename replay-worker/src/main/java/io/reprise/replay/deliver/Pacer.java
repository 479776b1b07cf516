package io.reprise.replay.deliver;

import io.reprise.replay.spec.Throttle;
import org.jspecify.annotations.Nullable;

/**
 * Computes how long a shard must wait to stay within its share of the replay's rate limit. The
 * caller passes the present time in nanoseconds, and does the waiting.
 *
 * <p>A slice costs a transaction, however few records it has. A shard therefore waits until it may
 * deliver several records at once: {@link #SLICE_RECORDS} records or {@link #SLICE_BYTES} bytes,
 * but at least {@link #SHORTEST_INTERVAL_NANOS} and at most {@link #LONGEST_INTERVAL_NANOS}. This
 * time is the interval between the slices of the share.
 *
 * <p>A shard that has delivered more slowly than its share allows may afterwards deliver faster,
 * until it has made up for the lost time. It can make up for at most one interval and {@link
 * #SHORTEST_INTERVAL_NANOS}. In any second, a shard therefore exceeds its share by at most what the
 * share allows in a quarter of a second, or if the share is small, by {@link #SLICE_RECORDS}
 * records and what the share allows in an eighth of a second.
 *
 * <p>Threading: confined to one thread.
 */
final class Pacer {
  static final long SLICE_RECORDS = 16;
  static final long SLICE_BYTES = 64 * 1024;
  static final long SHORTEST_INTERVAL_NANOS = 125_000_000;
  static final long LONGEST_INTERVAL_NANOS = 1_000_000_000;
  private static final long SECOND = 1_000_000_000;

  private Throttle rate = Throttle.NONE;
  private long intervalNanos = SHORTEST_INTERVAL_NANOS;
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
    intervalNanos = interval(share);
  }

  /** Returns the interval of the scarcer limit, which is the longer one. */
  private static long interval(Throttle share) {
    long nanos = SHORTEST_INTERVAL_NANOS;
    if (share.recordsPerSecond() != null) {
      nanos = Math.max(nanos, SLICE_RECORDS * SECOND / share.recordsPerSecond());
    }
    if (share.bytesPerSecond() != null) {
      nanos = Math.max(nanos, SLICE_BYTES * SECOND / share.bytesPerSecond());
    }
    return Math.min(nanos, LONGEST_INTERVAL_NANOS);
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
   * Returns the nanoseconds to wait before the next slice; 0 if the slice may begin now. The wait
   * ends when the share allows the records of one interval at once. The {@link
   * #SHORTEST_INTERVAL_NANOS} that a shard can make up for besides are a reserve for a slice that
   * begins a little late.
   */
  long nanosUntilSlice(long nowNanos) {
    if (!paces()) {
      return 0;
    }
    var perSecond = rate.recordsPerSecond();
    long oneRecord = perSecond == null ? 0 : SECOND / perSecond;
    return nanosUntilNext(nowNanos - Math.max(0, intervalNanos - oneRecord));
  }

  /** Counts one delivered record of {@code bytes} bytes against the share. */
  void used(long bytes, long nowNanos) {
    nextRecordAt = advance(nextRecordAt, 1, rate.recordsPerSecond(), nowNanos);
    nextByteAt = advance(nextByteAt, bytes, rate.bytesPerSecond(), nowNanos);
  }

  private long advance(long nextAt, long amount, @Nullable Long perSecond, long nowNanos) {
    if (perSecond == null) {
      return nowNanos;
    }
    long start = Math.max(nextAt, nowNanos - intervalNanos - SHORTEST_INTERVAL_NANOS);
    return start + Math.round((double) amount * SECOND / perSecond);
  }
}
