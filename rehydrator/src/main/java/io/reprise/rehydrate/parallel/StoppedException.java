package io.reprise.rehydrate.parallel;

/**
 * Thrown in a thread of a run because the run was cancelled or has failed. The uncommitted work of
 * the thread is rolled back.
 */
public final class StoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoppedException() {
    super("stopped");
  }
}
