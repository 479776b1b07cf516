package io.reprise.replay.slot;

import io.reprise.kafka.time.Interruption;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A fixed number of delivery permits, given in the order in which threads asked for them. */
final class FairDeliveryPermits implements DeliveryPermits {
  private static final Duration CHECK_EVERY = Duration.ofMillis(50);

  private final Semaphore free;

  FairDeliveryPermits(int count) {
    this.free = new Semaphore(count, true);
  }

  @Override
  public boolean acquire(BooleanSupplier worthwhile) {
    return Interruption.getOr(
        () -> {
          while (!free.tryAcquire(CHECK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
            if (!worthwhile.getAsBoolean()) {
              return false;
            }
          }
          return true;
        },
        interrupted -> false);
  }

  @Override
  public void release() {
    free.release();
  }
}
