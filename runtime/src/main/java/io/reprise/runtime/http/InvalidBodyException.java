package io.reprise.runtime.http;

import io.reprise.runtime.json.JsonFault;

/**
 * Thrown when a request body cannot be read as the expected JSON. {@link HttpServer} answers 400
 * {@code invalid-json}, unless the routes of the service map this exception to another problem. A
 * retry of the same request fails again.
 */
public final class InvalidBodyException extends RuntimeException {
  private final String field;

  InvalidBodyException(String message) {
    super(message);
    this.field = "";
  }

  InvalidBodyException(JsonFault fault, Throwable cause) {
    super(fault.sentence(), cause);
    this.field = fault.path();
  }

  /**
   * Returns the faulty field, such as {@code source.from}; empty if the fault is not in one field.
   */
  public String field() {
    return field;
  }

  /**
   * Returns the response body for services that do not map this exception to a problem of their
   * own.
   */
  Problem problem() {
    var problem = Problem.of(400, "invalid-json", "Invalid JSON", String.valueOf(getMessage()));
    return field.isEmpty() ? problem : problem.with("field", field);
  }
}
