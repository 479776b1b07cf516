package io.reprise.store.fold;

/**
 * Offers one version of a reducer. Found by {@link java.util.ServiceLoader}: a jar names its
 * providers in {@code META-INF/services/io.reprise.store.fold.ReducerProvider}. Thread-safe.
 */
public interface ReducerProvider {

  ReducerId id();

  /**
   * A reducer for one thread.
   *
   * @param schemas what the values' schema ids mean
   */
  Reducer create(SchemaLookup schemas);
}
