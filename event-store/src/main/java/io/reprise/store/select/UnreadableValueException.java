package io.reprise.store.select;

/**
 * Thrown when the value of an event cannot be decoded. The message is the reason, as a phrase about
 * the value. Has no cause, because CEL would report the cause in place of this exception.
 */
public final class UnreadableValueException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnreadableValueException(String reason) {
    super(reason);
  }
}
