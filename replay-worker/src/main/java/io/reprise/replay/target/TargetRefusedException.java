package io.reprise.replay.target;

/**
 * Thrown when a target refuses to be written in the configured way, for example because a table or
 * a right is missing. A retry fails until somebody changes the target. The message says what.
 */
public final class TargetRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TargetRefusedException(String message) {
    super(message);
  }

  public TargetRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
