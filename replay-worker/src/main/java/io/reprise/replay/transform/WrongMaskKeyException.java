package io.reprise.replay.transform;

/**
 * Thrown when a plan hashes with a key that this worker does not have. Another worker may have it.
 * The message says what to set.
 */
public final class WrongMaskKeyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public WrongMaskKeyException(String message) {
    super(message);
  }
}
