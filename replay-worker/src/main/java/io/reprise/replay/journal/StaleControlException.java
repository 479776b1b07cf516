package io.reprise.replay.journal;

/**
 * A control topic could not be read to its end in time. Retriable; deliver nothing until it can.
 */
public final class StaleControlException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StaleControlException(String message) {
    super(message);
  }
}
