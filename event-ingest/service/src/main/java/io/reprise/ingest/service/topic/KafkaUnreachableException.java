package io.reprise.ingest.service.topic;

import org.jspecify.annotations.Nullable;

/** Thrown when the Kafka cluster did not answer. A retry is safe. */
public final class KafkaUnreachableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public KafkaUnreachableException(@Nullable Throwable cause) {
    super(
        "Kafka does not answer (%s): send again later"
            .formatted(cause == null ? "no cause given" : cause.getMessage()),
        cause);
  }
}
