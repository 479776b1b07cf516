package io.reprise.replay.plan;

/**
 * Thrown when a spec is valid, but cannot be carried out on this topic and target as they are now.
 * The message says what to change.
 */
public final class PlanRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public PlanRefusedException(String message) {
    super(message);
  }
}
