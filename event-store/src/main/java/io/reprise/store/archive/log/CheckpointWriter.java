package io.reprise.store.archive.log;

import io.reprise.store.archive.ArchiveLayout;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.object.store.ObjectCreator;
import io.reprise.store.object.store.ObjectFacts;
import io.reprise.store.object.store.ObjectFetcher;
import io.reprise.store.object.store.ObjectRemover;
import io.reprise.store.object.store.ObjectStoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the checkpoint of a log's newest entry, and removes older checkpoints and the manifests
 * that newer ones have made unnecessary. Thread-safe and stateless.
 *
 * <p>Only the writer that appended an entry writes its checkpoint, so no two writers write the same
 * one. Every object is created once and never overwritten.
 */
final class CheckpointWriter {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointWriter.class);

  /**
   * How long a replaced manifest is kept for readers that use an older checkpoint. The time is not
   * critical: a reader whose manifest was removed gets an {@code ArchiveChangedException} and reads
   * the archive's state again.
   */
  static final Duration KEEP_RETIRED = Duration.ofDays(1);

  /**
   * The highest number of manifests, and of old checkpoints, that are removed when one checkpoint
   * is written. The limit keeps an append short.
   */
  static final int REMOVE_AT_MOST = 32;

  /** The highest number of retired manifests that a checkpoint names. */
  static final int MOST_RETIRED = 512;

  private final ObjectFetcher fetcher;
  private final ObjectCreator creator;
  private final @Nullable ObjectRemover remover;
  private final PartitionId id;
  private final Clock clock;
  private final ManifestReader manifests;

  /**
   * Creates a writer of the checkpoints of one commit log.
   *
   * @param remover removes objects; null if this writer leaves the removal to others
   */
  CheckpointWriter(
      ObjectFetcher fetcher,
      ObjectCreator creator,
      @Nullable ObjectRemover remover,
      PartitionId id,
      Clock clock,
      ManifestReader manifests) {
    this.fetcher = fetcher;
    this.creator = creator;
    this.remover = remover;
    this.id = id;
    this.clock = clock;
    this.manifests = manifests;
  }

  /** Returns whether a checkpoint must be written after the entry with this number. */
  static boolean isDueAfter(long seq) {
    return seq % Checkpoint.EVERY == Checkpoint.EVERY - 1;
  }

  /**
   * Returns the highest entry number up to {@code seq} after which a checkpoint must be written; a
   * number below 0 if there is none.
   */
  static long lastDue(long seq) {
    return (seq + 1) / Checkpoint.EVERY * Checkpoint.EVERY - 1;
  }

  /**
   * Writes the checkpoint of {@code archive}. If the process crashes between two of the writes, the
   * former checkpoint stays in force, and no checkpoint names the objects written so far.
   *
   * @return the same archive, with its older segments in manifests
   */
  PartitionArchive write(PartitionArchive archive) {
    var segments = archive.segments();
    var left = removeRetired(segments);
    var sealed =
        new ManifestSealer(id, archive.headSeq(), clock.instant()).seal(segments, manifests, left);
    // The order of the writes matters: the segments are stored already; then each manifest is
    // stored after the manifests that it lists; last the checkpoint, which names the manifests.
    for (var manifest : sealed.created()) {
      creator.createIfAbsent(ArchiveLayout.manifest(id, manifest.file()), manifest.bytes());
    }
    var written = archive.with(sealed.segments());
    creator.createIfAbsent(
        ArchiveLayout.checkpoint(id, archive.headSeq()), EntryCodec.write(Checkpoint.of(written)));
    removeOlderCheckpoints(archive.headSeq());
    return written;
  }

  /**
   * Removes manifests that an earlier checkpoint retired at least {@link #KEEP_RETIRED} ago. The
   * present state does not need them, so a crash after this step loses nothing.
   *
   * @return the retired manifests that may still exist, to be removed by a later checkpoint
   */
  private List<RetiredManifest> removeRetired(ArchivedSegments segments) {
    var left = new ArrayList<>(segments.sealed().retired());
    Instant before = clock.instant().minus(KEEP_RETIRED);
    for (var retired : segments.sealed().retired()) {
      boolean isDue = retired.since().isBefore(before) && !segments.names(retired.manifest());
      boolean hasTime = segments.sealed().retired().size() - left.size() < REMOVE_AT_MOST;
      if (isDue && hasTime) {
        if (!isRemoved(ArchiveLayout.manifest(id, retired.manifest().file()))) {
          break;
        }
        left.remove(retired);
      }
    }
    // If the store refuses removals, the checkpoint must not grow without limit, so it names only
    // the last of these manifests. `archive gc` finds the others.
    return left.subList(Math.max(0, left.size() - MOST_RETIRED), left.size());
  }

  /**
   * Removes old checkpoints. Keeps the one after entry {@code newest} and the one before it, which
   * a reader may be reading.
   */
  private void removeOlderCheckpoints(long newest) {
    if (remover == null) {
      return;
    }
    var older = olderCheckpoints(ArchiveLayout.checkpoint(id, newest));
    int removable = Math.min(older.size() - 1, REMOVE_AT_MOST);
    for (int i = 0; i < removable; i++) {
      if (!isRemoved(older.get(i))) {
        return;
      }
    }
  }

  /**
   * Returns the names of the oldest checkpoints before {@code newest}, oldest first, as far as one
   * listing of the store returns them.
   */
  private List<String> olderCheckpoints(String newest) {
    try {
      return fetcher.list(ArchiveLayout.checkpoints(id), null).stream()
          .map(ObjectFacts::name)
          .filter(name -> name.compareTo(newest) < 0)
          .toList();
    } catch (ObjectStoreException e) {
      return List.of();
    }
  }

  /**
   * Removes an object and returns whether it is known to be gone. If not, a later checkpoint tries
   * to remove it again.
   */
  private boolean isRemoved(String name) {
    if (remover == null) {
      return false;
    }
    try {
      remover.remove(name);
      return true;
    } catch (ObjectStoreException e) {
      LOG.debug(
          "old checkpoint or manifest could not be removed, a later checkpoint tries again"
              + " object={} cause={}",
          name,
          e.getMessage());
      return false;
    }
  }
}
