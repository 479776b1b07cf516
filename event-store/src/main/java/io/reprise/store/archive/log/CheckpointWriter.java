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
 * Writes the checkpoint of a log's newest entry, and removes what newer checkpoints made
 * unnecessary. Thread-safe and stateless.
 *
 * <p>Only the writer that appended an entry writes its checkpoint, so no two writers write the same
 * one. Every object is created once and never overwritten.
 */
final class CheckpointWriter {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointWriter.class);

  /**
   * How long a replaced manifest is kept for readers that began before. Only comfort depends on it,
   * and on the clock: a reader that finds its manifest gone is told to begin again.
   */
  static final Duration KEEP_RETIRED = Duration.ofDays(1);

  /** The most objects that one checkpoint removes of each kind, so that an append stays short. */
  static final int REMOVE_AT_MOST = 32;

  /** The most retired manifests that a checkpoint names. */
  static final int MOST_RETIRED = 512;

  private final ObjectFetcher fetcher;
  private final ObjectCreator creator;
  private final @Nullable ObjectRemover remover;
  private final PartitionId id;
  private final Clock clock;
  private final ManifestReader manifests;

  /**
   * @param remover null for a writer that leaves the removal to others
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

  /** Returns whether a checkpoint follows this entry. */
  static boolean isDueAfter(long seq) {
    return seq % Checkpoint.EVERY == Checkpoint.EVERY - 1;
  }

  /**
   * Returns the number of the last entry, up to {@code seq}, that a checkpoint follows; below 0 if
   * none.
   */
  static long lastDue(long seq) {
    return (seq + 1) / Checkpoint.EVERY * Checkpoint.EVERY - 1;
  }

  /**
   * Writes the checkpoint of {@code archive}. A crash between two steps leaves objects that nothing
   * names, and the former checkpoint in force.
   *
   * @return the same archive, with its older segments in manifests
   */
  PartitionArchive write(PartitionArchive archive) {
    var segments = archive.segments();
    var left = removeRetired(segments);
    var sealed =
        new ManifestSealer(id, archive.headSeq(), clock.instant()).seal(segments, manifests, left);
    // Durability order: the data objects are stored; then the manifests, each after those that it
    // lists; last the checkpoint, which names them and makes them count.
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
   * Removes manifests that an earlier checkpoint retired long enough ago. The state does not name
   * them any more, so a crash after this step loses nothing.
   *
   * @return those that may still exist, to be removed by a later checkpoint
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
    // A store that refuses removals must not let checkpoints grow: `archive gc` finds the rest.
    return left.subList(Math.max(0, left.size() - MOST_RETIRED), left.size());
  }

  /** Keeps the checkpoint of {@code newest} and the one before, which a reader may be reading. */
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

  /** Names of the first page of checkpoints before {@code newest}, oldest first. */
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

  /** Returns whether the object is known to be gone. An unknown outcome is tried again later. */
  private boolean isRemoved(String name) {
    if (remover == null) {
      return false;
    }
    try {
      remover.remove(name);
      return true;
    } catch (ObjectStoreException e) {
      LOG.debug("old archive metadata not removed yet object={} cause={}", name, e.getMessage());
      return false;
    }
  }
}
