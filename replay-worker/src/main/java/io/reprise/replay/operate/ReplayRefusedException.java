package io.reprise.replay.operate;

/** The command is not legal now; nothing changed. The message says why and what to do instead. */
public final class ReplayRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ReplayRefusedException(String message) {
    super(message);
  }
}
