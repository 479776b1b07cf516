package io.reprise.replay.spec;

/** A spec asks for something that cannot be: the message names field, value and remedy. Fatal. */
public final class InvalidSpecException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public InvalidSpecException(String message) {
    super(message);
  }
}
