package io.reprise.runtime.http;

/**
 * A parameter of a request's path or query that is missing or cannot be read. {@link HttpServer}
 * answers 400 {@code invalid-parameter}, unless the service's routes map this exception to a
 * problem of their own. A retry of the same request fails again.
 */
public final class InvalidParameterException extends RuntimeException {
  InvalidParameterException(String message) {
    super(message);
  }

  /** The answer of services that have no problem type of their own for this. */
  Problem problem() {
    return Problem.of(400, "invalid-parameter", "Invalid parameter", String.valueOf(getMessage()));
  }
}
