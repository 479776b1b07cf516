package io.reprise.compactor.fold;

/**
 * Thrown when a state cannot be read now, because it is being restored or moves to another
 * instance. A retry is safe.
 */
public final class NotServingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NotServingException(String message) {
    super(message);
  }
}
