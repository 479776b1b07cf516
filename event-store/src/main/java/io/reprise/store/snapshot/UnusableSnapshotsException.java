package io.reprise.store.snapshot;

/** These snapshots cannot be loaded from; a retry does not help. Nothing was changed. */
public final class UnusableSnapshotsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message which snapshots, what is wrong with them, and what to do
   */
  public UnusableSnapshotsException(String message) {
    super(message);
  }
}
