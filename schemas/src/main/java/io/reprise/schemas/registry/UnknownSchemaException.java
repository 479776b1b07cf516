package io.reprise.schemas.registry;

/** The registry has no such schema. */
public final class UnknownSchemaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnknownSchemaException(int id) {
    super("schema id " + id + " is not registered: register its schema, or use another registry");
  }
}
