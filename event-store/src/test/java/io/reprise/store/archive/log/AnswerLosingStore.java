package io.reprise.store.archive.log;

import io.reprise.store.object.store.ForwardingStore;
import io.reprise.store.object.store.ObjectStore;
import io.reprise.store.object.store.ObjectStoreException;

/** Does what it is told, and then the connection breaks. */
final class AnswerLosingStore extends ForwardingStore {
  AnswerLosingStore(ObjectStore store) {
    super(store);
  }

  @Override
  public Created createIfAbsent(String name, byte[] content) {
    store.createIfAbsent(name, content);
    throw ObjectStoreException.retriable("the answer to '%s' was lost".formatted(name), null);
  }
}
