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
 * Reads and caches the archive state of partitions.
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
   * Creates an empty cache of the archives in {@code store}.
   *
   * @param nanoTime a monotonic clock in nanoseconds, such as {@link System#nanoTime}
   */
  public ArchiveCatalog(ObjectStore store, LongSupplier nanoTime) {
    this.store = store;
    this.nanoTime = nanoTime;
  }

  /** Returns the state of the partition's archive, at most {@code FRESH_NANOS} nanoseconds old. */
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
   * Returns the state of the partition's archive, read anew from its newest checkpoint on. For a
   * caller whose older state led to an {@link ArchiveChangedException}.
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
   * Returns the result of {@code question} for a state of an archive. If manifests of that state
   * were replaced and removed since it was read, the question is asked again with the newest state.
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
