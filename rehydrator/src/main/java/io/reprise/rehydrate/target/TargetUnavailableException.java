package io.reprise.rehydrate.target;

/**
 * The target database did not answer, or is busy. A retry is safe: the next run continues from the
 * stored positions.
 */
public final class TargetUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TargetUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
