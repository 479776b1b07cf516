package io.reprise.rehydrate.target;

/**
 * The target database refused the request, and a retry does not help. The refusal does not change
 * which version readers see.
 */
public final class TargetRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message names the target, and says what is wrong and what to do
   */
  public TargetRefusedException(String message) {
    super(message);
  }

  public TargetRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
