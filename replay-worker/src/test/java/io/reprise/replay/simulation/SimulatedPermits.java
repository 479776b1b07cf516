package io.reprise.replay.simulation;

import io.reprise.replay.slot.DeliveryPermits;
import java.util.function.BooleanSupplier;

/** The delivery permits of one worker. */
final class SimulatedPermits implements DeliveryPermits {
  private static final long CHECK_EVERY_MILLIS = 50;

  private final Worker worker;
  private int free;

  SimulatedPermits(Worker worker, int count) {
    this.worker = worker;
    this.free = count;
  }

  @Override
  public boolean acquire(BooleanSupplier worthwhile) {
    while (free == 0) {
      worker.time().sleep(CHECK_EVERY_MILLIS);
      if (free == 0 && !worthwhile.getAsBoolean()) {
        return false;
      }
    }
    free--;
    return true;
  }

  @Override
  public void release() {
    free++;
  }
}
