package io.reprise.store.object.store;

/**
 * Reads, creates and removes named, immutable objects. Code that only reads or only creates should
 * ask for {@link ObjectFetcher} or {@link ObjectCreator}. The code that opened the store closes it.
 */
public interface ObjectStore extends ObjectFetcher, ObjectCreator, ObjectRemover, AutoCloseable {
  @Override
  void close();
}
