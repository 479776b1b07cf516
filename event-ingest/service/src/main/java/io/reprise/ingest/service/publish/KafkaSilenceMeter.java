package io.reprise.ingest.service.publish;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Measures how long Kafka has acknowledged nothing while records waited for an acknowledgement or
 * were given up. A long silence means that Kafka is down, not slow.
 *
 * <p>A silence ends with Kafka's next answer, not when the last pending send is given up: while
 * Kafka is down, the Kafka client may not even accept a record, so that no send is pending for
 * longer than 2 s. A silence without pending sends also ends {@link #LONGEST_WITHOUT_SENDS} after
 * the last send was given up. Otherwise the silence of a service that gets no more events would
 * never end.
 *
 * <p>Thread-safe.
 */
public final class KafkaSilenceMeter {
  /** How long a silence lasts after its last send was given up. */
  static final Duration LONGEST_WITHOUT_SENDS = Duration.ofMinutes(5);

  private final LongSupplier nanoClock;
  private final AtomicLong pending = new AtomicLong();

  /** The time of Kafka's last answer or of the first send after it. */
  private volatile long beatNanos;

  /** The time at which a send was last given up. Has no meaning unless {@code hasGivenUp}. */
  private volatile long gaveUpNanos;

  /** Whether a send was given up since Kafka's last answer. */
  private volatile boolean hasGivenUp;

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
      long now = nanoClock.getAsLong();
      if (!isSilentWithoutSends(now)) {
        hasGivenUp = false;
        beatNanos = now;
      }
    }
  }

  /** Notes that Kafka answered a send. A refusal is an answer too. */
  void answered() {
    beatNanos = nanoClock.getAsLong();
    hasGivenUp = false;
    pending.decrementAndGet();
  }

  /** Notes that a send ended without an answer from Kafka. */
  void gaveUp() {
    gaveUpNanos = nanoClock.getAsLong();
    hasGivenUp = true;
    pending.decrementAndGet();
  }

  /** Notes that the Kafka client refused a record, for a reason other than Kafka's silence. */
  void withdrew() {
    pending.decrementAndGet();
  }

  /** Returns the number of sends that Kafka has not answered yet. */
  public long pending() {
    return pending.get();
  }

  /**
   * Returns the time since Kafka's last answer or since the first send after it, whichever was
   * later. Returns zero if Kafka has answered every send.
   */
  public Duration silence() {
    long now = nanoClock.getAsLong();
    return pending.get() == 0 && !isSilentWithoutSends(now)
        ? Duration.ZERO
        : Duration.ofNanos(Math.max(0, now - beatNanos));
  }

  private boolean isSilentWithoutSends(long now) {
    return hasGivenUp && now - gaveUpNanos < LONGEST_WITHOUT_SENDS.toNanos();
  }
}
