package io.reprise.replay.operate;

/**
 * The command is not legal in the replay's state, and nothing was changed. The message says why,
 * and what to do instead. A retry fails again until the state changes.
 */
public final class ReplayRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ReplayRefusedException(String message) {
    super(message);
  }
}
