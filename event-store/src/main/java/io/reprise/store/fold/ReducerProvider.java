package io.reprise.store.fold;

/**
 * Provides one version of a reducer. {@link java.util.ServiceLoader} finds providers on the class
 * path: a jar lists its providers in {@code
 * META-INF/services/io.reprise.store.fold.ReducerProvider}. Thread-safe.
 */
public interface ReducerProvider {

  ReducerId id();

  /**
   * Creates a reducer for one thread.
   *
   * @param schemas finds the Avro schema for the schema id at the beginning of an event's value
   */
  Reducer create(SchemaLookup schemas);
}
