package io.reprise.ingest.service.admit;

/** Kafka does not answer. Nothing was stored by the call that failed; it may be repeated. */
public final class KafkaDownException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public KafkaDownException(Throwable cause) {
    super("Kafka does not answer (" + cause.getMessage() + "): try again later", cause);
  }
}
