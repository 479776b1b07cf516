package io.reprise.store.archive.read;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.reprise.kafka.time.Interruption;
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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Provides the bytes of segments to readers: from a cache in memory, a cache on disk, or the object
 * store. All readers of a process share one source.
 *
 * <p>Thread-safe. The creator of the source closes it after all readers.
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
  private final ConcurrentMap<String, FutureTask<SegmentIndex>> indexReads =
      new ConcurrentHashMap<>();
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
   * Returns a segment's index, from the cache or the store.
   *
   * @throws CorruptArchiveException if the index object is not the one that the segment's commit
   *     entry names
   * @throws ObjectMissingException if the index object does not exist
   * @throws ArchiveUnreachableException if the store does not answer; a retry is safe
   */
  SegmentIndex index(PartitionId id, SegmentFacts segment) {
    var name = ArchiveLayout.indexOf(ArchiveLayout.data(id, segment.file()));
    var known = indexes.getIfPresent(name);
    return known == null ? readIndexOnce(name, segment) : known;
  }

  /**
   * Reads an index from the store. If several threads want the same index at the same time, only
   * one of them reads it. The index is not loaded through the cache. The cache would lock a bin of
   * its hash table during the load, and readers of other indexes in the same bin would wait.
   */
  private SegmentIndex readIndexOnce(String name, SegmentFacts segment) {
    var mine = new FutureTask<>(() -> readIndex(name, segment));
    var first = indexReads.putIfAbsent(name, mine);
    if (first != null) {
      return resultOr(first, fault -> readIndex(name, segment));
    }
    try {
      mine.run();
    } finally {
      indexReads.remove(name, mine);
    }
    return resultOr(
        mine,
        fault -> {
          throw fault;
        });
  }

  private static SegmentIndex resultOr(
      FutureTask<SegmentIndex> read, Function<RuntimeException, SegmentIndex> onFault) {
    try {
      return Interruption.get(read::get);
    } catch (ExecutionException e) {
      return onFault.apply(
          e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e));
    }
  }

  private SegmentIndex readIndex(String name, SegmentFacts segment) {
    var index = readIndexFromStore(name, segment);
    indexes.put(name, index);
    return index;
  }

  private SegmentIndex readIndexFromStore(String name, SegmentFacts segment) {
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
   * Returns all steps in which a segment is read, in order. Throws the same exceptions as {@link
   * #index}.
   *
   * @param keys the selected keys: blocks that may hold one of these keys are fetched, other blocks
   *     are skipped
   */
  List<ReadStep> steps(PartitionId id, SegmentFacts segment, KeySelection keys) {
    return steps(id, segment, keys, ReadAhead.FAR);
  }

  private List<ReadStep> steps(
      PartitionId id, SegmentFacts segment, KeySelection keys, ReadAhead ahead) {
    return SegmentReadPlan.of(
        ArchiveLayout.data(id, segment.file()), index(id, segment), keys, ahead.fetchBytes());
  }

  /** Returns the steps of a segment as {@link #steps} does, but computes them in the background. */
  CompletableFuture<List<ReadStep>> plan(
      PartitionId id, SegmentFacts segment, KeySelection keys, ReadAhead ahead) {
    return CompletableFuture.supplyAsync(() -> steps(id, segment, keys, ahead), fetches);
  }

  /**
   * Fetches a byte range of blocks in the background. Several ranges are fetched in parallel. If
   * several callers want the same range at the same time, it is fetched once. All callers get the
   * same array, so they must not change it.
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

  /**
   * Adds the bytes of a range to the cache in memory. If the cache is now full, evicts other ranges
   * at once. Otherwise Caffeine could postpone the last eviction after concurrent puts until the
   * next call.
   */
  private void keepInMemory(BlockRange range, byte[] bytes) {
    memory.put(range, bytes);
    memory.cleanUp();
  }

  /**
   * Reads a byte range of blocks from the store again, because the bytes that were cached or
   * received before are damaged. Runs in the caller's thread.
   */
  byte[] fetchAgain(BlockRange range) {
    forget(range);
    return loadFromStore(range);
  }

  /**
   * Removes {@code range} from the caches, so that the next fetch of this range reads it from the
   * store.
   */
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
