package io.reprise.replay.journal;

/**
 * Thrown when a control topic could not be read to its end in time, or when a transaction did not
 * end in time. A retry is safe; deliver nothing until a retry succeeds.
 */
public class StaleControlException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StaleControlException(String message) {
    super(message);
  }
}
