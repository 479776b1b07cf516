package io.reprise.replay.group;

/**
 * Thrown when the spec of a move contradicts itself or lacks something. The message says what to
 * change. A retry fails again.
 */
public final class InvalidMoveException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidMoveException(String message) {
    super(message);
  }
}
