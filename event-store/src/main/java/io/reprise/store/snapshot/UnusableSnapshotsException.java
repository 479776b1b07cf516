package io.reprise.store.snapshot;

/**
 * Thrown when snapshots cannot be loaded or exported. An immediate retry does not help; the message
 * says what to do.
 */
public final class UnusableSnapshotsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message names the snapshot topic or generation, and says what is wrong and what to do
   */
  public UnusableSnapshotsException(String message) {
    super(message);
  }
}
