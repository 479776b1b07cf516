package io.reprise.rehydrate.parallel;

/** Tells all threads of a run to end at their next step. Thread-safe. */
public final class StopSignal {
  private volatile boolean cancelled;
  private volatile boolean failed;

  /** Somebody wants it to end. */
  public void cancel() {
    cancelled = true;
  }

  /** Another thread failed, so that the rest is in vain. */
  void fail() {
    failed = true;
  }

  public boolean isCancelled() {
    return cancelled;
  }

  /**
   * Called between steps.
   *
   * @throws StoppedException when there shall be no more of them
   */
  public void check() {
    if (cancelled || failed) {
      throw new StoppedException();
    }
  }
}
