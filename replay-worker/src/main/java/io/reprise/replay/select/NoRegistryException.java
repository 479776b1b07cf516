package io.reprise.replay.select;

import io.reprise.store.select.SchemasUnavailableException;

/**
 * Thrown when an expression or a transform needs a schema and the configuration of this worker
 * names no schema registry. Another worker may know one.
 */
public final class NoRegistryException extends SchemasUnavailableException {
  private static final long serialVersionUID = 1L;

  public NoRegistryException() {
    super(
        "this replay reads data, and the configuration of this worker names no schema registry:"
            + " set registry in the configuration of every worker");
  }
}
