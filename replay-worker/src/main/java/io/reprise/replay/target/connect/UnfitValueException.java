package io.reprise.replay.target.connect;

/** Thrown when a record cannot be given to a connector in the configured format. */
final class UnfitValueException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Creates the exception with a clause without its subject, the key or the value. */
  UnfitValueException(String message) {
    super(message);
  }
}
