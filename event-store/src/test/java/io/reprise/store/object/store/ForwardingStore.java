package io.reprise.store.object.store;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Forwards every call to another store; a test overrides single methods. The caller closes the
 * other store.
 */
public class ForwardingStore implements ObjectStore {
  protected final ObjectStore store;

  public ForwardingStore(ObjectStore store) {
    this.store = store;
  }

  @Override
  public Optional<byte[]> find(String name) {
    return store.find(name);
  }

  @Override
  public byte[] range(String name, long from, int length) {
    return store.range(name, from, length);
  }

  @Override
  public InputStream open(String name) {
    return store.open(name);
  }

  @Override
  public Optional<ObjectFacts> facts(String name) {
    return store.facts(name);
  }

  @Override
  public List<ObjectFacts> list(String prefix, String after) {
    return store.list(prefix, after);
  }

  @Override
  public Created createIfAbsent(String name, byte[] content) {
    return store.createIfAbsent(name, content);
  }

  @Override
  public Created createIfAbsent(String name, byte[] head, Path file) {
    return store.createIfAbsent(name, head, file);
  }

  @Override
  public void remove(String name) {
    store.remove(name);
  }

  @Override
  public void close() {}
}
