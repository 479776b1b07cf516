package io.reprise.store.object.store;

/**
 * Reads, creates and removes objects. An object has a name and is never changed. Code that only
 * reads or only creates objects should take an {@link ObjectFetcher} or an {@link ObjectCreator}
 * instead. The code that opened the store closes it.
 */
public interface ObjectStore extends ObjectFetcher, ObjectCreator, ObjectRemover, AutoCloseable {
  @Override
  void close();
}
