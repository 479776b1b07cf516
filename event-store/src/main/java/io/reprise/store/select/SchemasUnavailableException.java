package io.reprise.store.select;

/**
 * Thrown when schemas cannot be read at the moment, so that it is unknown whether an event passes.
 * A retry is safe. The message says what does not answer. Has no cause, because CEL would report
 * the cause in place of this exception.
 */
public class SchemasUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SchemasUnavailableException(String message) {
    super(message);
  }
}
