package io.reprise.store.object.store;

/** Removes objects. Thread-safe; only garbage collection and probes need one. */
public interface ObjectRemover {

  /**
   * Removes an object; no error if there is none.
   *
   * @throws ObjectStoreException when the store refuses or cannot be reached
   */
  void remove(String name);
}
