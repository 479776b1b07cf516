package io.reprise.store.fold;

/**
 * Provides one version of a reducer. {@link java.util.ServiceLoader} finds providers: a jar names
 * them in {@code META-INF/services/io.reprise.store.fold.ReducerProvider}. Thread-safe.
 */
public interface ReducerProvider {

  ReducerId id();

  /**
   * Creates a reducer for one thread.
   *
   * @param schemas looks up the schema ids in values
   */
  Reducer create(SchemaLookup schemas);
}
