package io.reprise.store.select;

import org.apache.avro.Schema;

/** Finds the schemas with which values were written. */
@FunctionalInterface
public interface WriterSchemas {
  /**
   * Returns the schema with this id of the registry.
   *
   * @throws UnreadableValueException if the schema cannot be found; the message says why
   * @throws SchemasUnavailableException if it is unknown at the moment whether the schema exists
   */
  Schema byId(int id);
}
