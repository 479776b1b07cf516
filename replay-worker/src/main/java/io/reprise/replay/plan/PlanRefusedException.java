package io.reprise.replay.plan;

/**
 * Thrown when a replay spec is valid, but the present state of its source topic or its target does
 * not allow the replay. The message says what to change.
 */
public final class PlanRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public PlanRefusedException(String message) {
    super(message);
  }
}
