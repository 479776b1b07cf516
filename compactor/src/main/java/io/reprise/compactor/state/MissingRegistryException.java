package io.reprise.compactor.state;

import org.apache.kafka.common.errors.RetriableException;

/**
 * Thrown when a reducer needs a schema, but no schema registry is configured. The event that was
 * folded is not at fault and must not be parked. Therefore this error counts as retriable.
 */
public final class MissingRegistryException extends RetriableException {
  private static final long serialVersionUID = 1L;

  public MissingRegistryException(int schemaId) {
    super(
        "a reducer needs schema id %d, but no registry is configured: give registry, and start again"
            .formatted(schemaId));
  }
}
