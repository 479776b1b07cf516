package io.reprise.ingest.client;

/**
 * An event may be stored, or not: it was on its way when the answer failed to come. Publishing it
 * again may store it twice. Readers can tell by its source and id, and so can ingest over HTTP,
 * which stores it once if it is sent there within the window.
 */
public final class OutcomeUnknownException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OutcomeUnknownException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
