package io.reprise.compactor.fold;

import io.reprise.compactor.topic.EmitEvery;
import io.reprise.store.snapshot.Watermark;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Holds the keys of a partition whose state has changed since their last snapshot, and decides when
 * the snapshots of these keys are written.
 *
 * <p>A flush writes the snapshots of all keys that had changed when the flush began. When the flush
 * begins, it notes the offset up to which events are folded. Once all snapshots of the flush are
 * written, a watermark with this offset is written. Events are folded during a flush too. A key
 * that changes after the flush has written its snapshot belongs to the next flush.
 *
 * <p>Used by one thread. Needs memory for at most two sets of keys: a flush writes {@link
 * #PER_EVENT} snapshots for each folded event, and so ends before the next flush is due.
 */
final class PendingSnapshots {
  /**
   * The number of pending snapshots that are written for each event that is folded during a flush.
   */
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
   * Creates an empty set of pending snapshots.
   *
   * @param emittedTo the offset after the highest source offset whose event is in a snapshot, as
   *     stored before this process took over the partition
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

  /** Adds a key whose state has changed since its newest snapshot. */
  void changed(Bytes key) {
    changed.add(key);
  }

  /** Counts one event, which was folded or parked. */
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

  /** Begins a flush of all keys that were changed by events below {@code processedTo}. */
  void begin(long processedTo, long nowMillis) {
    flush = new Flush(new ArrayDeque<>(changed), processedTo);
    changed = new LinkedHashSet<>();
    events = 0;
    begunMillis = nowMillis;
  }

  /** Returns the next key whose snapshot the flush must write; null if none is left. */
  @Nullable Bytes next() {
    var key = flush == null ? null : flush.keys().poll();
    if (key != null) {
      changed.remove(key);
    }
    return key;
  }

  /** Records that a snapshot was written whose newest event has the offset {@code lastOffset}. */
  void emitted(long lastOffset) {
    emittedTo = Math.max(emittedTo, lastOffset + 1);
  }

  /**
   * Ends the flush if it has no key left, and returns the watermark to write; null while keys are
   * left.
   */
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
