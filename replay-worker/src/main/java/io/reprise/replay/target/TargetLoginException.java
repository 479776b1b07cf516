package io.reprise.replay.target;

/**
 * Thrown when a target does not accept the credentials of this worker. Another worker may have
 * valid ones.
 */
public final class TargetLoginException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TargetLoginException(String message) {
    super(message);
  }

  public TargetLoginException(String message, Throwable cause) {
    super(message, cause);
  }
}
