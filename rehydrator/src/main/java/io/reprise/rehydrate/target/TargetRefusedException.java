package io.reprise.rehydrate.target;

/** The target does not take this; a retry does not help. What readers see did not change. */
public final class TargetRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message the target, what is wrong, and the remedy
   */
  public TargetRefusedException(String message) {
    super(message);
  }

  public TargetRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
