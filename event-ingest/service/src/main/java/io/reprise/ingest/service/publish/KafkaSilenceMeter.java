package io.reprise.ingest.service.publish;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Tells a slow Kafka from one that is down: how long it has acknowledged nothing while there was
 * something to acknowledge. Thread-safe.
 */
public final class KafkaSilenceMeter {
  private final LongSupplier nanoClock;
  private final AtomicLong pending = new AtomicLong();
  private volatile long beatNanos;

  /**
   * @param nanoClock as {@link System#nanoTime()}
   */
  public KafkaSilenceMeter(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    this.beatNanos = nanoClock.getAsLong();
  }

  void sent() {
    if (pending.getAndIncrement() == 0) {
      beatNanos = nanoClock.getAsLong();
    }
  }

  /** Kafka answered, be it with a refusal. */
  void answered() {
    beatNanos = nanoClock.getAsLong();
    pending.decrementAndGet();
  }

  /** A send came to its end without an answer. */
  void gaveUp() {
    pending.decrementAndGet();
  }

  /** Sends without an answer yet. */
  public long pending() {
    return pending.get();
  }

  /** Zero while nothing is pending. */
  public Duration silence() {
    return pending.get() == 0
        ? Duration.ZERO
        : Duration.ofNanos(Math.max(0, nanoClock.getAsLong() - beatNanos));
  }
}
