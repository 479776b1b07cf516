package io.reprise.store.object.store;

/** All there is to do with a store. Parts that do less ask for less. Closed by whoever made it. */
public interface ObjectStore extends ObjectFetcher, ObjectCreator, ObjectRemover, AutoCloseable {
  @Override
  void close();
}
