package io.reprise.ingest.service.publish;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Measures how long Kafka has acknowledged nothing while records waited for an acknowledgement. A
 * long silence means that Kafka is down, not slow. Thread-safe.
 */
public final class KafkaSilenceMeter {
  private final LongSupplier nanoClock;
  private final AtomicLong pending = new AtomicLong();
  private volatile long beatNanos;

  /**
   * Creates a meter without pending sends.
   *
   * @param nanoClock a monotonic clock in nanoseconds, such as {@link System#nanoTime()}
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

  /** Notes that Kafka answered a send. A refusal is an answer too. */
  void answered() {
    beatNanos = nanoClock.getAsLong();
    pending.decrementAndGet();
  }

  /** Notes that a send ended without an answer from Kafka. */
  void gaveUp() {
    pending.decrementAndGet();
  }

  /** Returns the number of sends that Kafka has not answered yet. */
  public long pending() {
    return pending.get();
  }

  /**
   * Returns the time since Kafka's last answer or since the first pending send, whichever was
   * later. Returns zero while no send is pending.
   */
  public Duration silence() {
    return pending.get() == 0
        ? Duration.ZERO
        : Duration.ofNanos(Math.max(0, nanoClock.getAsLong() - beatNanos));
  }
}
