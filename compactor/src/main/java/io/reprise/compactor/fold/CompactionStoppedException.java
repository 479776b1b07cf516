package io.reprise.compactor.fold;

/**
 * A partition cannot be folded on without leaving events out. A retry does not help; what was
 * emitted is right as far as it goes.
 */
public final class CompactionStoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message which topic and partition, what is missing, and what to do
   */
  public CompactionStoppedException(String message) {
    super(message);
  }
}
