package io.reprise.replay.slot;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Who may claim and deliver now. Opening a slot's transactions takes a few round trips to the
 * broker; runners do that before their turn, so that one shard's delivery hides the next one's
 * opening. Thread-safe.
 */
final class DeliveryPermits {
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  private final Semaphore free;

  private DeliveryPermits(Semaphore free) {
    this.free = free;
  }

  /** So many at a time, first come, first served. */
  static DeliveryPermits of(int atATime) {
    return new DeliveryPermits(new Semaphore(atATime, true));
  }

  /** Nobody waits. */
  static DeliveryPermits always() {
    return of(Integer.MAX_VALUE);
  }

  /** Whether nobody would have to wait just now. */
  boolean free() {
    return free.availablePermits() > 0;
  }

  /**
   * Waits for a turn and takes it.
   *
   * @param worthwhile asked now and then; the wait ends when it no longer is
   * @return whether the turn was taken; whoever took it has to {@link #end} it
   */
  boolean await(BooleanSupplier worthwhile) {
    try {
      while (!free.tryAcquire(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        if (!worthwhile.getAsBoolean()) {
          return false;
        }
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  void end() {
    free.release();
  }
}
