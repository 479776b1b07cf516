package io.reprise.store.archive.read;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.reprise.store.KeySelection;
import io.reprise.store.archive.ArchiveLayout;
import io.reprise.store.archive.CorruptArchiveException;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.segment.SegmentFacts;
import io.reprise.store.archive.segment.index.SegmentIndex;
import io.reprise.store.object.store.ObjectFetcher;
import io.reprise.store.object.store.ObjectMissingException;
import io.reprise.store.object.store.ObjectStoreException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of segments: from memory, from disk, or from the store. Shared by all readers of a process.
 *
 * <p>Thread-safe. Closed by whoever made it, after the readers.
 */
public final class SegmentSource implements AutoCloseable {
  private static final int FETCHES = 8;
  private static final long INDEX_BYTES = 48L << 20;

  private final ObjectFetcher store;
  private final ReadCounters counters = new ReadCounters();
  private final Cache<String, SegmentIndex> indexes =
      Caffeine.newBuilder()
          .maximumWeight(INDEX_BYTES)
          .weigher((String name, SegmentIndex index) -> index.bytes())
          .build();
  private final Cache<BlockRange, byte[]> memory;
  private final @Nullable DiskCache disk;
  private final ConcurrentMap<BlockRange, CompletableFuture<byte[]>> inFlight =
      new ConcurrentHashMap<>();
  private final ExecutorService fetches =
      Executors.newFixedThreadPool(
          FETCHES,
          task -> {
            var thread = new Thread(task, "archive-fetch");
            thread.setDaemon(true);
            return thread;
          });

  public SegmentSource(ObjectFetcher store, CacheConfig cache) {
    this.store = store;
    this.memory =
        Caffeine.newBuilder()
            .maximumWeight(cache.memoryBytes())
            .weigher((BlockRange range, byte[] bytes) -> bytes.length)
            .executor(Runnable::run)
            .build();
    this.disk =
        cache.directory() == null ? null : new DiskCache(cache.directory(), cache.diskBytes());
  }

  public ReadCounters counters() {
    return counters;
  }

  /**
   * A segment's index.
   *
   * @throws CorruptArchiveException if it is not the one that was committed
   * @throws ObjectMissingException if it is gone
   * @throws ArchiveUnreachableException when a retry may help
   */
  SegmentIndex index(PartitionId id, SegmentFacts segment) {
    var name = ArchiveLayout.indexOf(ArchiveLayout.data(id, segment.file()));
    return indexes.get(name, n -> readIndex(n, segment));
  }

  private SegmentIndex readIndex(String name, SegmentFacts segment) {
    try {
      var bytes =
          store
              .find(name)
              .orElseThrow(() -> new ObjectMissingException(name, new IOException("no index")));
      counters.storeBytes.add(bytes.length);
      return SegmentIndex.committed(name, bytes, segment);
    } catch (ObjectStoreException e) {
      throw translated(e);
    }
  }

  /**
   * All pieces of a segment, in order; errors as those of {@link #index}.
   *
   * @param keys whose blocks are read; the rest is passed over
   */
  List<ReadStep> pieces(PartitionId id, SegmentFacts segment, KeySelection keys) {
    return SegmentReadPlan.of(ArchiveLayout.data(id, segment.file()), index(id, segment), keys);
  }

  /** As {@link #pieces}, in the background. */
  CompletableFuture<List<ReadStep>> plan(PartitionId id, SegmentFacts segment, KeySelection keys) {
    return CompletableFuture.supplyAsync(() -> pieces(id, segment, keys), fetches);
  }

  /**
   * Fetches in the background; several at a time, and none twice at once. The bytes are shared: do
   * not change them.
   */
  CompletableFuture<byte[]> fetch(BlockRange range) {
    var known = memory.getIfPresent(range);
    if (known != null) {
      counters.memoryHits.increment();
      return CompletableFuture.completedFuture(known);
    }
    var fetch =
        inFlight.computeIfAbsent(range, r -> CompletableFuture.supplyAsync(() -> load(r), fetches));
    fetch.whenComplete((bytes, fault) -> inFlight.remove(range, fetch));
    return fetch;
  }

  private byte[] load(BlockRange range) {
    var onDisk = disk == null ? null : disk.find(range);
    if (onDisk != null) {
      counters.diskHits.increment();
      keepInMemory(range, onDisk);
      return onDisk;
    }
    return loadFromStore(range);
  }

  private byte[] loadFromStore(BlockRange range) {
    var bytes = store.range(range.object(), range.position(), range.length());
    counters.misses.increment();
    counters.storeBytes.add(bytes.length);
    keepInMemory(range, bytes);
    if (disk != null) {
      disk.keep(range, bytes);
    }
    return bytes;
  }

  /** Evicts at once: otherwise the last of several puts at a time would wait for the next call. */
  private void keepInMemory(BlockRange range, byte[] bytes) {
    memory.put(range, bytes);
    memory.cleanUp();
  }

  /** Reads bytes that turned out to be wrong from the store again, in the caller's thread. */
  byte[] fetchAgain(BlockRange range) {
    forget(range);
    return loadFromStore(range);
  }

  /** Keeps nothing of {@code range}, so that whoever asks next has it from the store. */
  void forget(BlockRange range) {
    memory.invalidate(range);
    if (disk != null) {
      disk.forget(range);
    }
  }

  static RuntimeException translated(ObjectStoreException fault) {
    return fault.retriable() ? new ArchiveUnreachableException(fault) : fault;
  }

  @Override
  public void close() {
    fetches.shutdownNow();
  }
}
