package io.reprise.store.archive.log;

import io.reprise.store.object.store.ForwardingStore;
import io.reprise.store.object.store.ObjectStore;
import io.reprise.store.object.store.ObjectStoreException;

/** Carries out each creation, but loses its answer. */
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
