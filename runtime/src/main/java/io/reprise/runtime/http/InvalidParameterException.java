package io.reprise.runtime.http;

/**
 * Thrown when a path or query parameter of a request is missing or invalid. {@link HttpServer}
 * answers 400 {@code invalid-parameter}, unless the routes of the service map this exception to
 * another problem. A retry of the same request fails again.
 */
public final class InvalidParameterException extends RuntimeException {
  InvalidParameterException(String message) {
    super(message);
  }

  /**
   * Returns the response body for services that do not map this exception to a problem of their
   * own.
   */
  Problem problem() {
    return Problem.of(400, "invalid-parameter", "Invalid parameter", String.valueOf(getMessage()));
  }
}
