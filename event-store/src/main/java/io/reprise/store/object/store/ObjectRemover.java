package io.reprise.store.object.store;

/**
 * Removes objects. Thread-safe. Only two callers may use this interface: probes, for the objects
 * that they have created; and the clean-up of objects that no commit entry, checkpoint or manifest
 * names any more.
 */
public interface ObjectRemover {

  /**
   * Removes an object. Does nothing if it does not exist.
   *
   * @throws ObjectStoreException if the store refuses the request or cannot be reached
   */
  void remove(String name);
}
