package io.reprise.compactor.state;

import org.apache.kafka.common.errors.RetriableException;

/**
 * A reducer asked what a schema id means, and there is no registry to ask. Nothing is wrong with
 * the event, so that it must not be parked: hence a retriable error.
 */
public final class MissingRegistryException extends RetriableException {
  private static final long serialVersionUID = 1L;

  public MissingRegistryException(int schemaId) {
    super(
        "a reducer needs schema id %d, but no registry is configured: give registry, and start again"
            .formatted(schemaId));
  }
}
