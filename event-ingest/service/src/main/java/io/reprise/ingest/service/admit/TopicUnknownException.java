package io.reprise.ingest.service.admit;

/** No such topic for events. Nothing was stored. */
public final class TopicUnknownException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TopicUnknownException(String message) {
    super(message);
  }
}
