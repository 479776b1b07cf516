package io.reprise.replay.slot;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One of the limited places for slot runners. A runner that only waits for rate limits gives its
 * place back early, so that slots with other work are not kept waiting. Thread-safe.
 */
final class RunnerPlace {
  private final Semaphore places;
  private final AtomicBoolean released = new AtomicBoolean();

  /**
   * @param places one of these was acquired for this runner
   */
  RunnerPlace(Semaphore places) {
    this.places = places;
  }

  /** Gives the place back; only the first call has an effect. */
  void release() {
    if (released.compareAndSet(false, true)) {
      places.release();
    }
  }
}
