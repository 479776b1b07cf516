package io.reprise.store.fold;

import org.apache.avro.Schema;

/** Schemas by the id that values carry in front. Thread-safe. */
@FunctionalInterface
public interface SchemaLookup {

  /**
   * The schema of that id.
   *
   * @throws io.reprise.schemas.registry.UnknownSchemaException when there is none
   * @throws io.reprise.schemas.registry.RegistryUnreachableException when that cannot be told now;
   *     a retry is safe
   */
  Schema byId(int id);
}
