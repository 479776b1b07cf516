package io.reprise.archiver.operate;

import io.reprise.store.object.store.ObjectFacts;
import io.reprise.store.object.store.ObjectMissingException;
import io.reprise.store.object.store.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An object store in memory, whose objects tests damage. */
final class StoredObjects implements ObjectStore {
  private static final int PAGE = 1_000;

  private final TreeMap<String, byte[]> objects;
  private final Map<String, Instant> created = new HashMap<>();

  StoredObjects(Map<String, byte[]> objects) {
    this.objects = new TreeMap<>(objects);
  }

  /** A copy of all objects of another store. */
  static StoredObjects copyOf(ObjectStore store) {
    var objects = new TreeMap<String, byte[]>();
    var page = store.list("", null);
    while (!page.isEmpty()) {
      page.forEach(o -> objects.put(o.name(), store.find(o.name()).orElseThrow()));
      page = store.list("", objects.lastKey());
    }
    return new StoredObjects(objects);
  }

  TreeMap<String, byte[]> objects() {
    return objects;
  }

  /** Sets the time at which an object was created; the others were created at the epoch. */
  void created(String name, Instant at) {
    created.put(name, at);
  }

  StoredObjects copy() {
    return new StoredObjects(objects);
  }

  @Override
  public Optional<byte[]> find(String name) {
    return Optional.ofNullable(objects.get(name));
  }

  @Override
  public byte[] range(String name, long from, int length) {
    return Arrays.copyOfRange(present(name), (int) from, (int) from + length);
  }

  @Override
  public InputStream open(String name) {
    return new ByteArrayInputStream(present(name));
  }

  private byte[] present(String name) {
    return find(name).orElseThrow(() -> new ObjectMissingException(name, new IOException()));
  }

  @Override
  public Optional<ObjectFacts> facts(String name) {
    return find(name)
        .map(
            bytes ->
                new ObjectFacts(name, bytes.length, created.getOrDefault(name, Instant.EPOCH)));
  }

  @Override
  public List<ObjectFacts> list(String under, @Nullable String after) {
    return objects.tailMap(after == null ? under : after, after == null).keySet().stream()
        .takeWhile(name -> name.startsWith(under))
        .limit(PAGE)
        .map(name -> facts(name).orElseThrow())
        .toList();
  }

  @Override
  public Created createIfAbsent(String name, byte[] content) {
    return objects.putIfAbsent(name, content) == null ? Created.NOW : Created.BEFORE;
  }

  @Override
  public Created createIfAbsent(String name, byte[] head, Path file) {
    throw new UnsupportedOperationException("nothing is uploaded here");
  }

  @Override
  public void remove(String name) {
    objects.remove(name);
  }

  @Override
  public void close() {}
}
