package io.reprise.ingest.client;

/**
 * Thrown when the producer sent an event but did not learn whether Kafka stored the event. A retry
 * may store the event twice. Consumers can recognise the duplicate if both events have the same
 * source and id.
 */
public final class OutcomeUnknownException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OutcomeUnknownException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
