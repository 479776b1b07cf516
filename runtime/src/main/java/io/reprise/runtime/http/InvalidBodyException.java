package io.reprise.runtime.http;

import io.reprise.runtime.json.JsonFault;

/**
 * A request body that cannot be read. {@link HttpServer} answers 400 {@code invalid-json}, unless
 * the service's routes map this exception to a problem of their own. A retry of the same request
 * fails again.
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

  /** The wrong field, as {@code source.from}; empty if the fault is not in one field. */
  public String field() {
    return field;
  }

  /** The answer of services that have no problem type of their own for this. */
  Problem problem() {
    var problem = Problem.of(400, "invalid-json", "Invalid JSON", String.valueOf(getMessage()));
    return field.isEmpty() ? problem : problem.with("field", field);
  }
}
