package io.reprise.runtime.http;

/** Something else listens where a server should. A retry is safe once it has gone. */
public final class PortTakenException extends RuntimeException {
  public PortTakenException(String host, int port, Throwable cause) {
    super(
        "%s:%d is taken: stop what listens there, or configure another port".formatted(host, port),
        cause);
  }
}
