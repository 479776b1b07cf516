package io.reprise.replay.operate;

/**
 * Thrown when a command is not legal in the replay's state. Nothing was changed. The message says
 * why, and what to do instead. A retry fails again until the state changes.
 */
public final class ReplayRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ReplayRefusedException(String message) {
    super(message);
  }
}
