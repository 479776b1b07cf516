package io.reprise.replay.plan;

/** A spec that is well formed but cannot be carried out on this topic and target. Fatal. */
public final class PlanRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public PlanRefusedException(String message) {
    super(message);
  }
}
