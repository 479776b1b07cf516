package io.reprise.store.object.store;

/**
 * Removes objects. Only the collection of what nothing names any more, and probes, remove objects.
 * Thread-safe.
 */
public interface ObjectRemover {

  /**
   * Removes an object, if it exists.
   *
   * @throws ObjectStoreException when the store refuses or cannot be reached
   */
  void remove(String name);
}
