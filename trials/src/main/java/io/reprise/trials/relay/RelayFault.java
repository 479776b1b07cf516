package io.reprise.trials.relay;

/** The ways in which the relay makes a request fail. */
public enum RelayFault {
  /** The request is answered with 503 SlowDown or 500 InternalError, and is not forwarded. */
  REFUSED,
  /** The request is forwarded after a delay. */
  SLOWED,
  /**
   * The request is forwarded, but the connection breaks before or during the response. The server
   * may have carried out the request.
   */
  CUT
}
