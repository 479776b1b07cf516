package io.reprise.rehydrate.report;

/** The request cannot be carried out, and a retry does not help. Nothing was changed. */
public final class RehydrationRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message says what was requested, why it is impossible, and what to do
   */
  public RehydrationRefusedException(String message) {
    super(message);
  }
}
