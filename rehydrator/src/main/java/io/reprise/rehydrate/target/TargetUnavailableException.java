package io.reprise.rehydrate.target;

/** The target did not answer, or not now. Run it again: it goes on where it was. */
public final class TargetUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TargetUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
