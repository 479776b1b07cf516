package io.reprise.store.object.store;

/**
 * Removes objects. Only probes, and the removal of objects that no commit entry, checkpoint or
 * manifest names any more, use this interface. Thread-safe.
 */
public interface ObjectRemover {

  /**
   * Removes an object, if it exists.
   *
   * @throws ObjectStoreException when the store refuses or cannot be reached
   */
  void remove(String name);
}
