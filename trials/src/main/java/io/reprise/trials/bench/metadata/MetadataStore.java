package io.reprise.trials.bench.metadata;

import io.reprise.store.archive.ArchiveLayout;
import io.reprise.store.object.store.ObjectCreator;
import io.reprise.store.object.store.ObjectFacts;
import io.reprise.store.object.store.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An object store on the heap that counts the bytes of an archive's metadata. The store counts old
 * commit entries but does not keep them, because a reader opens only the entries after the last
 * checkpoint. Confined to one thread.
 */
final class MetadataStore implements ObjectStore {
  private static final int ENTRIES_KEPT = 256;

  private final NavigableMap<String, byte[]> objects = new TreeMap<>();
  private long entries;
  private long droppedBytes;
  private long writtenCheckpointBytes;

  /** Returns how many bytes of checkpoints and manifests were written in total. */
  long writtenCheckpointBytes() {
    return writtenCheckpointBytes;
  }

  /**
   * Returns the total size, in bytes, of the objects that a real store would contain now: the kept
   * objects and the old commit entries.
   */
  long storedBytes() {
    return droppedBytes + objects.values().stream().mapToLong(bytes -> bytes.length).sum();
  }

  /** Copies to {@code other} the objects that a reader needs to open the archive. */
  void copyTo(ObjectCreator other) {
    objects.forEach(other::createIfAbsent);
  }

  @Override
  public Created createIfAbsent(String name, byte[] content) {
    if (objects.putIfAbsent(name, content) != null) {
      return Created.BEFORE;
    }
    if (isEntry(name)) {
      dropEntry(entries++ - ENTRIES_KEPT);
    } else {
      writtenCheckpointBytes += content.length;
    }
    return Created.NOW;
  }

  private static boolean isEntry(String name) {
    return name.startsWith(ArchiveLayout.entries(LongArchive.ID))
        && !name.startsWith(ArchiveLayout.checkpoints(LongArchive.ID));
  }

  private void dropEntry(long seq) {
    if (seq >= 0) {
      var dropped = objects.remove(ArchiveLayout.entry(LongArchive.ID, seq));
      droppedBytes += dropped == null ? 0 : dropped.length;
    }
  }

  @Override
  public Optional<byte[]> find(String name) {
    return Optional.ofNullable(objects.get(name));
  }

  @Override
  public List<ObjectFacts> list(String prefix, @Nullable String after) {
    return objects.tailMap(after == null ? prefix : after, after == null).entrySet().stream()
        .takeWhile(object -> object.getKey().startsWith(prefix))
        .limit(1_000)
        .map(o -> new ObjectFacts(o.getKey(), o.getValue().length, Instant.EPOCH))
        .toList();
  }

  @Override
  public void remove(String name) {
    objects.remove(name);
  }

  @Override
  public Optional<ObjectFacts> facts(String name) {
    return find(name).map(bytes -> new ObjectFacts(name, bytes.length, Instant.EPOCH));
  }

  @Override
  public byte[] range(String name, long from, int length) {
    return Arrays.copyOfRange(objects.get(name), (int) from, (int) from + length);
  }

  @Override
  public InputStream open(String name) {
    return new ByteArrayInputStream(find(name).orElseThrow());
  }

  @Override
  public Created createIfAbsent(String name, byte[] head, Path file) {
    throw new UnsupportedOperationException("a commit log writes no files");
  }

  @Override
  public void close() {}
}
