package io.reprise.replay.spec;

/**
 * Thrown when a spec has an invalid value. The message names the field, the value and what to write
 * instead. A retry with the same spec fails again.
 */
public final class InvalidSpecException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public InvalidSpecException(String message) {
    super(message);
  }
}
