package io.reprise.rehydrate.parallel;

/**
 * A thread stopped because its run was cancelled or has failed. The uncommitted work of the thread
 * is rolled back.
 */
public final class StoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoppedException() {
    super("stopped");
  }
}
