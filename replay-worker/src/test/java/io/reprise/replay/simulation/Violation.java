package io.reprise.replay.simulation;

/** An invariant does not hold. */
class Violation extends AssertionError {
  private static final long serialVersionUID = 1L;

  Violation(String format, Object... facts) {
    super(format.formatted(facts));
  }

  /** Nothing wrong was done, but not everything was done in time either. */
  static final class NoEnd extends Violation {
    private static final long serialVersionUID = 1L;

    NoEnd(String format, Object... facts) {
      super(format, facts);
    }
  }
}
