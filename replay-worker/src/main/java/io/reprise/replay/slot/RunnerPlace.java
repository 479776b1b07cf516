package io.reprise.replay.slot;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The place that one slot runner takes while it runs. A worker has a limited number of places. A
 * runner whose shards all wait for rate limits gives its place back early, so that the runner of
 * another slot can start. Thread-safe.
 */
final class RunnerPlace {
  private final Semaphore places;
  private final AtomicBoolean released = new AtomicBoolean();

  /** Creates the place of a runner that has acquired one permit of {@code places}. */
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
