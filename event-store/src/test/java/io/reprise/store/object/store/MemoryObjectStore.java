package io.reprise.store.object.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A store on the heap that tests can make unreachable or slow, and whose objects they can damage.
 * Thread-safe.
 */
public final class MemoryObjectStore implements ObjectStore {
  private final ConcurrentSkipListMap<String, byte[]> objects = new ConcurrentSkipListMap<>();
  private final AtomicInteger ranges = new AtomicInteger();
  private volatile boolean reachable = true;
  private volatile Runnable beforeRange = () -> {};

  /** Lets every later call fail with a retriable error, until {@link #connect}. */
  public void disconnect() {
    reachable = false;
  }

  public void connect() {
    reachable = true;
  }

  /** Runs at the beginning of every {@link #range}. */
  public void beforeRange(Runnable hook) {
    beforeRange = hook;
  }

  /** How many calls of {@link #range} there were. */
  public int ranges() {
    return ranges.get();
  }

  /** Flips one bit of an object. */
  public void damage(String name, int at) {
    var bytes = objects.get(name).clone();
    bytes[at] ^= 1;
    objects.put(name, bytes);
  }

  /** Replaces the object {@code name}. */
  public void overwrite(String name, byte[] content) {
    objects.put(name, content);
  }

  private void requireReachable() {
    if (!reachable) {
      throw ObjectStoreException.retriable("the store is out of reach", new IOException("down"));
    }
  }

  @Override
  public Optional<byte[]> find(String name) {
    requireReachable();
    return Optional.ofNullable(objects.get(name));
  }

  private byte[] existing(String name) {
    requireReachable();
    var bytes = objects.get(name);
    if (bytes == null) {
      throw new ObjectMissingException(name, new NoSuchElementException(name));
    }
    return bytes;
  }

  @Override
  public byte[] range(String name, long from, int length) {
    ranges.incrementAndGet();
    beforeRange.run();
    var bytes = existing(name);
    if (from + length > bytes.length) {
      throw ObjectStoreException.fatal("object '" + name + "' is short", new IOException("short"));
    }
    return Arrays.copyOfRange(bytes, (int) from, (int) from + length);
  }

  @Override
  public InputStream open(String name) {
    return new ByteArrayInputStream(existing(name));
  }

  @Override
  public Optional<ObjectFacts> facts(String name) {
    return find(name).map(b -> new ObjectFacts(name, b.length, Instant.EPOCH));
  }

  @Override
  public List<ObjectFacts> list(String prefix, @Nullable String after) {
    requireReachable();
    return objects.tailMap(after == null ? prefix : after, after == null).entrySet().stream()
        .filter(e -> e.getKey().startsWith(prefix))
        .limit(1_000)
        .map(e -> new ObjectFacts(e.getKey(), e.getValue().length, Instant.EPOCH))
        .toList();
  }

  @Override
  public Created createIfAbsent(String name, byte[] content) {
    requireReachable();
    return objects.putIfAbsent(name, content.clone()) == null ? Created.NOW : Created.BEFORE;
  }

  @Override
  public Created createIfAbsent(String name, byte[] head, Path file) {
    var whole = new ByteArrayOutputStream();
    whole.writeBytes(head);
    try {
      whole.writeBytes(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return createIfAbsent(name, whole.toByteArray());
  }

  @Override
  public void remove(String name) {
    requireReachable();
    objects.remove(name);
  }

  @Override
  public void close() {}
}
