package io.reprise.store.archive.merge;

import io.reprise.store.OffsetRange;
import io.reprise.store.archive.ArchiveLayout;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.log.ArchiveOp;
import io.reprise.store.archive.log.CommitLog;
import io.reprise.store.archive.log.PartitionArchive;
import io.reprise.store.archive.segment.SegmentFacts;
import io.reprise.store.object.store.ObjectStore;
import io.reprise.store.object.store.ObjectStoreException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Merges the small segments of one partition's archive, one group of neighbours after the other. A
 * merge needs no claim of its own: its entry is appended under the claim in force, so the archive's
 * writer continues undisturbed. If several processes merge the same segments at the same time, the
 * commit log accepts the entry of one of them. The others choose again which segments to merge.
 *
 * <p>Order of the writes: data object, index object, verification of both, commit entry, anchor. A
 * crash after any step loses nothing, and the next call continues.
 *
 * <p>Thread-safe. Does not close the store. Errors: those of {@link CommitLog}, {@link
 * UnverifiedMergeException}, and {@link java.io.UncheckedIOException} if the local file cannot be
 * written. After each of them a retry is safe.
 */
public final class PartitionMerger {
  private static final int ATTEMPTS = 5;

  private final ObjectStore store;
  private final SegmentMerger segments;
  private final Clock clock;
  private final BiConsumer<CommitLog, PartitionArchive> anchor;

  /** A merge that was committed: {@code parts} were replaced by {@code into}. */
  public record Merged(PartitionId id, List<SegmentFacts> parts, SegmentFacts into) {
    /** Returns the name of the merged segment's data object. */
    public String object() {
      return ArchiveLayout.data(id, into.file());
    }
  }

  /**
   * Creates a merger.
   *
   * @param newFile returns the name of a local file that does not exist, for one merged segment;
   *     the file is removed after the merge
   * @param anchor called after each merge with the commit log and the archive's state after the
   *     merge; stores the log's newest entry as the anchor, outside the object store
   */
  public PartitionMerger(
      ObjectStore store,
      Supplier<Path> newFile,
      Clock clock,
      BiConsumer<CommitLog, PartitionArchive> anchor) {
    this.store = store;
    this.segments = new SegmentMerger(store, newFile);
    this.clock = clock;
    this.anchor = anchor;
  }

  /**
   * Merges all groups of neighbouring small segments that the limits allow. Each merged segment is
   * committed before the next one is read.
   *
   * @param limits computes the limits of what may be merged from the newest state of the archive
   * @param by who asked for the merge; kept in the commit log
   * @param each called after each merge
   */
  public void merge(
      PartitionId id,
      Function<PartitionArchive, MergeLimits> limits,
      String by,
      Consumer<Merged> each) {
    var log = new CommitLog(store, store, id, clock);
    long from = 0;
    int attempt = 1;
    while (true) {
      var archive = log.load();
      var rest = archive.segments().in(new OffsetRange(from, Long.MAX_VALUE)).iterator();
      var parts = MergeChoice.first(rest, limits.apply(archive));
      if (parts.isEmpty()) {
        return;
      }
      var merged = segments.merge(id, archive.epoch(), parts);
      if (isCommitted(log, archive, parts, merged, by)) {
        each.accept(new Merged(id, parts, merged));
        from = merged.range().to();
        attempt = 1;
      } else if (attempt++ == ATTEMPTS) {
        throw ObjectStoreException.retriable(
            "%s was changed by others %d times while its segments were merged: try again later"
                .formatted(id, ATTEMPTS),
            null);
      }
    }
  }

  /**
   * Appends the commit entry of a merge. Returns false if another writer has claimed the archive
   * since the state {@code merging}, or if the archive no longer has all of {@code parts}. The
   * merged segment cannot be committed then, and its objects remain in the store without a commit
   * entry.
   */
  private boolean isCommitted(
      CommitLog log,
      PartitionArchive merging,
      List<SegmentFacts> parts,
      SegmentFacts merged,
      String by) {
    var op = new ArchiveOp.Merge(parts.stream().map(SegmentFacts::file).toList(), merged, by);
    var archive = log.refresh(merging);
    while (archive.epoch() == merging.epoch() && hasParts(archive, merged.range(), parts)) {
      // The commit point: readers that read this entry use the merged segment.
      var outcome = log.append(archive, merging.epoch(), op);
      archive = outcome.now();
      if (outcome instanceof CommitLog.Outcome.Appended) {
        anchor.accept(log, archive);
        return true;
      }
    }
    return false;
  }

  private static boolean hasParts(
      PartitionArchive archive, OffsetRange range, List<SegmentFacts> parts) {
    return archive.segments().in(range).limit(parts.size() + 1L).toList().equals(parts);
  }
}
