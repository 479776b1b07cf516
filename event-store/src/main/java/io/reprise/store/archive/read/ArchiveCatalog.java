package io.reprise.store.archive.read;

import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.log.CommitLog;
import io.reprise.store.archive.log.PartitionArchive;
import io.reprise.store.object.store.ObjectStore;
import io.reprise.store.object.store.ObjectStoreException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/**
 * Reads and caches the archive state of partitions.
 *
 * <p>Thread-safe. Errors: {@link ArchiveUnreachableException}, which may be retried; {@link
 * io.reprise.store.archive.CorruptArchiveException}.
 */
public final class ArchiveCatalog {
  private static final long FRESH_NANOS = Duration.ofSeconds(3).toNanos();

  private final ObjectStore store;
  private final LongSupplier nanoTime;
  private final ConcurrentMap<PartitionId, Known> known = new ConcurrentHashMap<>();

  private record Known(PartitionArchive archive, long atNanos) {}

  /**
   * Creates an empty cache of the archives in {@code store}.
   *
   * @param nanoTime a monotonic clock in nanoseconds, such as {@link System#nanoTime}
   */
  public ArchiveCatalog(ObjectStore store, LongSupplier nanoTime) {
    this.store = store;
    this.nanoTime = nanoTime;
  }

  /** Returns the partition's archive, at most {@code FRESH_NANOS} old. */
  public PartitionArchive recent(PartitionId id) {
    var last = known.get(id);
    return last != null && nanoTime.getAsLong() - last.atNanos < FRESH_NANOS
        ? last.archive
        : now(id);
  }

  /** Returns the partition's archive, read from the store now. */
  public PartitionArchive now(PartitionId id) {
    long asked = nanoTime.getAsLong();
    var last = known.get(id);
    var log = new CommitLog(store, store, id, Clock.systemUTC());
    try {
      var archive = last == null ? log.load() : log.refresh(last.archive);
      known.put(id, new Known(archive, asked));
      return archive;
    } catch (ObjectStoreException e) {
      throw SegmentSource.translated(e);
    }
  }
}
