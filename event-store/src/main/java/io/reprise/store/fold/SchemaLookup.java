package io.reprise.store.fold;

import org.apache.avro.Schema;

/** Looks up schemas by the id in a value's prefix. Thread-safe. */
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
