package io.reprise.rehydrate.parallel;

/** A thread ended because it was told to; what it did not commit is undone. */
public final class StoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoppedException() {
    super("stopped");
  }
}
