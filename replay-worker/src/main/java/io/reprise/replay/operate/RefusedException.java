package io.reprise.replay.operate;

/** The command is not legal now; nothing changed. The message says why and what to do instead. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RefusedException(String message) {
    super(message);
  }
}
