package io.reprise.trials.relay;

/** How a request is made to fail. */
public enum RelayFault {
  /** Answered with 503 SlowDown or 500 InternalError, and not forwarded. */
  REFUSED,
  /** Forwarded after a delay. */
  SLOWED,
  /**
   * Forwarded, but the connection breaks before or during the answer. The request may have had an
   * effect.
   */
  CUT
}
