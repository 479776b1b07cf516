package io.reprise.rehydrate.report;

/** What was asked cannot be done; a retry does not help. Nothing was changed. */
public final class RehydrationRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what was asked, what stands against it, and the remedy
   */
  public RehydrationRefusedException(String message) {
    super(message);
  }
}
