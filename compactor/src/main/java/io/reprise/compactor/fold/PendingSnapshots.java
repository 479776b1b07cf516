package io.reprise.compactor.fold;

import io.reprise.compactor.topic.EmitEvery;
import io.reprise.store.snapshot.Watermark;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Which keys of a partition have changed since their snapshot, and when these are due. A flush
 * takes the changed keys and the offset processed to; once all of them are emitted, that offset is
 * a watermark. Events go on meanwhile: what they change is owed to the next flush, unless this one
 * still comes to it.
 *
 * <p>Threading: confined to one thread. Memory: a flush that is emitted at {@link #PER_EVENT} keys
 * an event ends before the next one is due, so that at most two of them are held.
 */
final class PendingSnapshots {
  /** Keys to emit for each event while a flush is under way. */
  static final int PER_EVENT = 2;

  private final int mostEvents;
  private final long everyMillis;
  private LinkedHashSet<Bytes> changed = new LinkedHashSet<>();
  private @Nullable Flush flush;
  private long events;
  private long begunMillis;
  private long emittedTo;

  private record Flush(ArrayDeque<Bytes> keys, long processedTo) {}

  /**
   * @param emittedTo as of the last run
   */
  PendingSnapshots(EmitEvery every, long emittedTo, long nowMillis) {
    this.mostEvents = every.events();
    this.everyMillis = toMillis(every.time());
    this.emittedTo = emittedTo;
    this.begunMillis = nowMillis;
  }

  private static long toMillis(Duration time) {
    return Math.max(1, time.toMillis());
  }

  /** The key differs from its snapshot. */
  void changed(Bytes key) {
    changed.add(key);
  }

  /** One more event was looked at, whatever came of it. */
  void counted() {
    events++;
  }

  boolean isDueByEvents() {
    return flush == null && events >= mostEvents;
  }

  boolean isDueByTime(long nowMillis) {
    return flush == null && nowMillis - begunMillis >= everyMillis;
  }

  boolean isUnderWay() {
    return flush != null;
  }

  /** All that changed before {@code processedTo} is to be emitted. */
  void begin(long processedTo, long nowMillis) {
    flush = new Flush(new ArrayDeque<>(changed), processedTo);
    changed = new LinkedHashSet<>();
    events = 0;
    begunMillis = nowMillis;
  }

  /** The next key to emit, in its newest state; null when there is none left. */
  @Nullable Bytes next() {
    var key = flush == null ? null : flush.keys().poll();
    if (key != null) {
      changed.remove(key);
    }
    return key;
  }

  /** A snapshot was written that has this event and none after it. */
  void emitted(long lastOffset) {
    emittedTo = Math.max(emittedTo, lastOffset + 1);
  }

  /** The watermark of a flush that has nothing left; null while it has. Ends the flush. */
  @Nullable Watermark finish() {
    if (flush == null || !flush.keys().isEmpty()) {
      return null;
    }
    long processedTo = flush.processedTo();
    flush = null;
    return new Watermark(processedTo, Math.max(processedTo, emittedTo));
  }

  long emittedTo() {
    return emittedTo;
  }
}
