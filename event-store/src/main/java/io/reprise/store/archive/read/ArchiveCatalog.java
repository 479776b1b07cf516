package io.reprise.store.archive.read;

import io.reprise.store.archive.ArchiveChangedException;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.log.CommitLog;
import io.reprise.store.archive.log.ManifestCache;
import io.reprise.store.archive.log.PartitionArchive;
import io.reprise.store.object.store.ObjectStore;
import io.reprise.store.object.store.ObjectStoreException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Reads the state of partitions' archives from the store and caches it.
 *
 * <p>Thread-safe. Errors: {@link ArchiveUnreachableException}, after which a retry is safe; {@link
 * io.reprise.store.archive.CorruptArchiveException}.
 */
public final class ArchiveCatalog {
  private static final long FRESH_NANOS = Duration.ofSeconds(3).toNanos();
  private static final long MANIFEST_BYTES = 4L << 20;

  private final ObjectStore store;
  private final LongSupplier nanoTime;
  private final ManifestCache manifests = new ManifestCache(MANIFEST_BYTES);
  private final ConcurrentMap<PartitionId, Known> known = new ConcurrentHashMap<>();

  private record Known(PartitionArchive archive, long atNanos) {}

  /**
   * Creates a catalog of the archives in {@code store}. Its cache is empty at first.
   *
   * @param nanoTime a monotonic clock in nanoseconds, such as {@link System#nanoTime}
   */
  public ArchiveCatalog(ObjectStore store, LongSupplier nanoTime) {
    this.store = store;
    this.nanoTime = nanoTime;
  }

  /** Returns the state of the partition's archive as it was at most 3 seconds ago. */
  public PartitionArchive recent(PartitionId id) {
    var last = known.get(id);
    return last != null && nanoTime.getAsLong() - last.atNanos < FRESH_NANOS
        ? last.archive
        : now(id);
  }

  /** Returns the state of the partition's archive, read from the store now. */
  public PartitionArchive now(PartitionId id) {
    var last = known.get(id);
    return last == null ? reloaded(id) : read(id, log -> log.refresh(last.archive));
  }

  /**
   * Reads the state of the partition's archive again, starting from the newest checkpoint instead
   * of from the cached state. Call it when the use of a cached state has thrown {@link
   * ArchiveChangedException}.
   */
  public PartitionArchive reloaded(PartitionId id) {
    return read(id, CommitLog::load);
  }

  private PartitionArchive read(PartitionId id, Function<CommitLog, PartitionArchive> read) {
    long asked = nanoTime.getAsLong();
    try {
      var archive = read.apply(new CommitLog(store, store, id, Clock.systemUTC(), manifests));
      known.put(id, new Known(archive, asked));
      return archive;
    } catch (ObjectStoreException e) {
      throw SegmentSource.translated(e);
    }
  }

  /**
   * Calls {@code question} with a state of an archive and returns the answer. If the state turns
   * out to be outdated, because manifests that it names were replaced and removed, the newest state
   * is read and {@code question} is called once more.
   */
  public <T> T ask(PartitionArchive archive, Function<PartitionArchive, T> question) {
    try {
      return askOnce(archive, question);
    } catch (ArchiveChangedException e) {
      return askOnce(reloaded(archive.id()), question);
    }
  }

  private static <T> T askOnce(PartitionArchive archive, Function<PartitionArchive, T> question) {
    try {
      return question.apply(archive);
    } catch (ObjectStoreException e) {
      throw SegmentSource.translated(e);
    }
  }
}
