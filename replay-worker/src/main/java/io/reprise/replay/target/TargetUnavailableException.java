package io.reprise.replay.target;

/**
 * Thrown when a target does not answer, or could not carry out a transaction at the moment. The
 * outcome of an open slice is unknown. A retry is safe.
 */
public final class TargetUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TargetUnavailableException(String message) {
    super(message);
  }

  public TargetUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
