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
 * Writes a checkpoint after the newest entry of a commit log. Also removes older checkpoints, and
 * manifests that newer manifests have replaced. Thread-safe and stateless.
 *
 * <p>Only the writer that appended an entry writes the checkpoint after that entry, so no two
 * writers write the same checkpoint. Every object is created once and never overwritten.
 */
final class CheckpointWriter {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointWriter.class);

  /**
   * How long the object of a replaced manifest stays in the store, for readers that use an older
   * checkpoint. Safety does not depend on this time: a reader that finds the manifest removed gets
   * an {@code ArchiveChangedException} and reads the archive's state again.
   */
  static final Duration KEEP_RETIRED = Duration.ofDays(1);

  /**
   * The highest number of manifests, and of old checkpoints, that are removed when one checkpoint
   * is written. The limit keeps the append of an entry short, because the append includes these
   * removals.
   */
  static final int REMOVE_AT_MOST = 32;

  /** The highest number of replaced manifests that a checkpoint lists for a later removal. */
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
   * @param remover removes objects; null if this writer shall remove nothing
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

  /** Returns whether a checkpoint must be written after the entry with the number {@code seq}. */
  static boolean isDueAfter(long seq) {
    return seq % Checkpoint.EVERY == Checkpoint.EVERY - 1;
  }

  /**
   * Returns the number of the last entry, up to and including {@code seq}, after which a checkpoint
   * must be written; a number below 0 if there is no such entry.
   */
  static long lastDue(long seq) {
    return (seq + 1) / Checkpoint.EVERY * Checkpoint.EVERY - 1;
  }

  /**
   * Writes the checkpoint of the state {@code archive}. First stores the manifests that the
   * checkpoint names, and then the checkpoint. If the process crashes in between, readers use the
   * former checkpoint, and no checkpoint names the stored manifests.
   *
   * @return the same state of the archive, but with its older segments in manifests instead of in
   *     memory
   */
  PartitionArchive write(PartitionArchive archive) {
    var segments = archive.segments();
    var left = removeRetired(segments);
    var sealed =
        new ManifestSealer(id, archive.headSeq(), clock.instant()).seal(segments, manifests, left);
    // The order of the writes matters. The segments are stored already. Each manifest is stored
    // after the manifests that it lists. The checkpoint is stored last, because it names the
    // manifests.
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
   * Removes manifests that were replaced at least {@link #KEEP_RETIRED} ago, according to an
   * earlier checkpoint. The archive's present state does not need these manifests, so a crash after
   * the removal loses nothing.
   *
   * @return the replaced manifests that may still be in the store; a later checkpoint removes them
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
    // If the store refuses to remove objects, the list of replaced manifests must not grow without
    // limit. The checkpoint therefore keeps only the newest of them; `archive gc` finds the others.
    return left.subList(Math.max(0, left.size() - MOST_RETIRED), left.size());
  }

  /**
   * Removes old checkpoints. Two checkpoints stay: the one after the entry {@code newest}, and the
   * one before it, because a reader may be reading it.
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
   * Returns the names of checkpoints that are older than the checkpoint named {@code newest}, the
   * oldest first. Reads one page of the store's listing, so the result may be incomplete. Empty if
   * the store cannot be read.
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
   * Tries to remove an object. Returns true if the store has confirmed the removal. Otherwise
   * returns false; a later checkpoint tries again.
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
          "old checkpoint or manifest could not be removed, the writer of a later checkpoint tries"
              + " again object={} cause={}",
          name,
          e.getMessage());
      return false;
    }
  }
}
