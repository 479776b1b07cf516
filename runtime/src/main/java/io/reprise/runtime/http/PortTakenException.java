package io.reprise.runtime.http;

/**
 * Thrown when another process already listens on the port of a server. No server was started. A
 * retry is safe and succeeds once the port is free.
 */
public final class PortTakenException extends RuntimeException {
  public PortTakenException(String host, int port, Throwable cause) {
    super(
        "%s:%d is taken: stop what listens there, or configure another port".formatted(host, port),
        cause);
  }
}
