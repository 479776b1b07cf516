package io.reprise.archiver.work;

import io.reprise.store.object.store.ObjectFacts;
import io.reprise.store.object.store.ObjectStore;
import io.reprise.store.object.store.ObjectStoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A real store behind an unreliable network: some requests are lost, and some answers. */
final class FaultyStore implements ObjectStore {
  private final ObjectStore store;
  private final Random random;
  private final int oneIn;

  FaultyStore(ObjectStore store, long seed, int oneIn) {
    this.store = store;
    this.random = new Random(seed);
    this.oneIn = oneIn;
  }

  private synchronized boolean strikes() {
    return random.nextInt(oneIn) == 0;
  }

  private <T> T call(Supplier<T> call) {
    if (strikes()) {
      throw slowDown();
    }
    var answer = call.get();
    if (strikes()) {
      throw slowDown();
    }
    return answer;
  }

  private static ObjectStoreException slowDown() {
    return ObjectStoreException.retriable("503 SlowDown", new IOException("slow down"));
  }

  @Override
  public Optional<byte[]> find(String name) {
    return call(() -> store.find(name));
  }

  @Override
  public byte[] range(String name, long from, int length) {
    return call(() -> store.range(name, from, length));
  }

  @Override
  public InputStream open(String name) {
    return call(() -> store.open(name));
  }

  @Override
  public Optional<ObjectFacts> facts(String name) {
    return call(() -> store.facts(name));
  }

  @Override
  public List<ObjectFacts> list(String prefix, @Nullable String after) {
    return call(() -> store.list(prefix, after));
  }

  @Override
  public Created createIfAbsent(String name, byte[] content) {
    return call(() -> store.createIfAbsent(name, content));
  }

  @Override
  public Created createIfAbsent(String name, byte[] head, Path file) {
    return call(() -> store.createIfAbsent(name, head, file));
  }

  @Override
  public void remove(String name) {
    store.remove(name);
  }

  @Override
  public void close() {}
}
