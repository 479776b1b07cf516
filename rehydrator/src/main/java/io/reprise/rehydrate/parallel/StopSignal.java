package io.reprise.rehydrate.parallel;

/** Tells all threads of a run to stop at their next check. Thread-safe. */
public final class StopSignal {
  private volatile boolean cancelled;
  private volatile boolean failed;

  /** Stops the run because the caller has requested that. */
  public void cancel() {
    cancelled = true;
  }

  /** Stops the run because one of its threads has failed. */
  void fail() {
    failed = true;
  }

  public boolean isCancelled() {
    return cancelled;
  }

  /**
   * Throws if the run must stop. Threads call this method between two units of work.
   *
   * @throws StoppedException when the run is cancelled or has failed
   */
  public void check() {
    if (cancelled || failed) {
      throw new StoppedException();
    }
  }
}
