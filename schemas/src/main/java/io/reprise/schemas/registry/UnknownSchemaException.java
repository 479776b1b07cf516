package io.reprise.schemas.registry;

/**
 * Thrown when the schema registry has no schema with the requested id. A retry fails again until
 * the schema is registered.
 */
public final class UnknownSchemaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnknownSchemaException(int id) {
    super("schema id " + id + " is not registered: register its schema, or use another registry");
  }
}
