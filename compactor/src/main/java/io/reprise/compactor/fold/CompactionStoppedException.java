package io.reprise.compactor.fold;

/**
 * Thrown when a partition cannot be folded further without skipping events. A retry does not help.
 * The snapshots that were emitted are correct up to their watermark.
 */
public final class CompactionStoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message names topic and partition, and says what is missing and what to do
   */
  public CompactionStoppedException(String message) {
    super(message);
  }
}
