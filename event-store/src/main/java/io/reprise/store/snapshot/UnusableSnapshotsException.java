package io.reprise.store.snapshot;

/** Thrown when snapshots cannot be loaded. A retry does not help. Nothing was changed. */
public final class UnusableSnapshotsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message names the snapshots, and says what is wrong and what to do
   */
  public UnusableSnapshotsException(String message) {
    super(message);
  }
}
