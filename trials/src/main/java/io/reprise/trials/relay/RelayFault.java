package io.reprise.trials.relay;

/** What becomes of one request. */
public enum RelayFault {
  /** Answered 503 SlowDown or 500 InternalError, and never passed on. */
  REFUSED,
  /** Passed on after a while. */
  SLOWED,
  /** Passed on; the connection breaks before or within the answer, which may have had an effect. */
  CUT
}
