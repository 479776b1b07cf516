package io.reprise.store.fold;

import org.apache.avro.Schema;

/** Finds the Avro schema for a schema id at the beginning of a record value. Thread-safe. */
@FunctionalInterface
public interface SchemaLookup {

  /**
   * Returns the schema with this id.
   *
   * @throws io.reprise.schemas.registry.UnknownSchemaException if the registry has no such schema
   * @throws io.reprise.schemas.registry.RegistryUnreachableException if the registry does not
   *     answer; a retry is safe
   */
  Schema byId(int id);
}
