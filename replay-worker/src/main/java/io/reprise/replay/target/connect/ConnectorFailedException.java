package io.reprise.replay.target.connect;

/**
 * Thrown when a call of a connector has thrown an exception, which is the cause. The task must be
 * stopped, unless the connector asks to be called again.
 */
final class ConnectorFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Throwable thrown;

  /**
   * Creates the exception.
   *
   * @param call the call, such as "put"
   */
  ConnectorFailedException(String call, Throwable thrown) {
    super(call + " failed with " + ConnectErrors.message(thrown), thrown);
    this.thrown = thrown;
  }

  /** Returns what the connector has thrown. */
  Throwable thrown() {
    return thrown;
  }
}
