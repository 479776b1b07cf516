package io.reprise.store.object.store;

import java.nio.file.Path;

/** Overwrites existing objects, as a server does that ignores {@code If-None-Match}. */
public final class OverwritingStore extends ForwardingStore {
  public OverwritingStore(ObjectStore store) {
    super(store);
  }

  @Override
  public synchronized Created createIfAbsent(String name, byte[] content) {
    store.remove(name);
    return store.createIfAbsent(name, content);
  }

  @Override
  public synchronized Created createIfAbsent(String name, byte[] head, Path file) {
    store.remove(name);
    return store.createIfAbsent(name, head, file);
  }
}
