package io.reprise.store.archive.log;

import io.reprise.store.OffsetRange;
import io.reprise.store.archive.ArchiveLayout;
import io.reprise.store.archive.CorruptArchiveException;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.segment.SegmentFacts;
import io.reprise.store.object.store.ObjectFacts;
import io.reprise.store.object.store.ObjectFetcher;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the checkpoints of one commit log. Thread-safe.
 *
 * <p>Errors: {@link CorruptArchiveException} for a checkpoint that is damaged or does not match its
 * entry; {@link io.reprise.store.object.store.ObjectStoreException} from the store.
 */
final class CheckpointReader {
  /**
   * How often in a row the newest checkpoint may be removed between its listing and its reading,
   * before the reader gives up.
   */
  private static final int ATTEMPTS = 5;

  private static final String REMEDY = "remove it, readers then start from an earlier entry";

  private final ObjectFetcher fetcher;
  private final PartitionId id;
  private final ManifestReader manifests;

  CheckpointReader(ObjectFetcher fetcher, PartitionId id, ManifestCache cache) {
    this.fetcher = fetcher;
    this.id = id;
    this.manifests = new ManifestReader(fetcher, id, cache);
  }

  ManifestReader manifests() {
    return manifests;
  }

  /**
   * Returns the state of the newest checkpoint; null if there is none. If the writer removes the
   * listed checkpoint before it is read, a newer one exists and is read instead. Without a
   * checkpoint the log is read from its first entry, with the same result.
   */
  @Nullable PartitionArchive newest() {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      var name = newestName();
      if (name == null) {
        return null;
      }
      var bytes = fetcher.find(name);
      if (bytes.isPresent()) {
        return matched(name, read(name, bytes.get()));
      }
    }
    return null;
  }

  private @Nullable String newestName() {
    var names = newestNames(1);
    return names.isEmpty() ? null : names.get(0);
  }

  /** Returns the names of the newest checkpoints, at most {@code most} names, the newest first. */
  List<String> newestNames(int most) {
    var under = ArchiveLayout.checkpoints(id);
    var newest = new ArrayDeque<String>();
    var page = fetcher.list(under, null);
    while (!page.isEmpty()) {
      page.stream().map(ObjectFacts::name).forEach(newest::push);
      while (newest.size() > most) {
        newest.removeLast();
      }
      page = fetcher.list(under, newest.element());
    }
    return List.copyOf(newest);
  }

  /**
   * Decodes a checkpoint of format version 1 or 2. Its content must match {@code name}, which
   * contains the number of its entry.
   */
  PartitionArchive read(String name, byte[] bytes) {
    var archive =
        EntryCodec.checkpointVersion(name, bytes) == WholeCheckpoint.VERSION
            ? archive(EntryCodec.wholeCheckpoint(name, bytes))
            : archive(name, EntryCodec.checkpoint(name, bytes));
    if (!archive.id().equals(id) || !name.equals(ArchiveLayout.checkpoint(id, archive.headSeq()))) {
      throw new CorruptArchiveException(name, "belongs to another log or entry: " + REMEDY);
    }
    return archive;
  }

  private static PartitionArchive archive(WholeCheckpoint checkpoint) {
    var state = checkpoint.archive();
    var sealed = new SealedSegments(state.headSeq(), List.of(), List.of());
    return new PartitionArchive(
        state.id(),
        state.headSeq(),
        state.headSha256(),
        state.epoch(),
        state.writer(),
        new ArchivedSegments(
            null, sealed, new TreeMap<>(), ArchivedSegments.runs(state.segments())),
        state.holds(),
        state.trimIntent(),
        state.trimDone());
  }

  private PartitionArchive archive(String name, Checkpoint checkpoint) {
    var state = checkpoint.archive();
    if (!checkpoint.isWhole()) {
      throw new CorruptArchiveException(name, "does not match its own digest: " + REMEDY);
    }
    if (!isSound(state)) {
      throw new CorruptArchiveException(name, "lists segments with a gap: " + REMEDY);
    }
    return new PartitionArchive(
        state.id(),
        state.headSeq(),
        state.headSha256(),
        state.epoch(),
        state.writer(),
        new ArchivedSegments(
            manifests,
            new SealedSegments(state.headSeq(), state.sealed(), state.retired()),
            new TreeMap<>(),
            ArchivedSegments.runs(state.open())),
        state.holds(),
        state.trimIntent(),
        state.trimDone());
  }

  /**
   * Returns whether the segments that manifests list, followed by those that the checkpoint lists
   * itself, cover their offsets without a gap.
   */
  private static boolean isSound(Checkpoint.State state) {
    var ranges = new ArrayList<OffsetRange>();
    state.sealed().stream().map(ManifestRef::range).forEach(ranges::add);
    state.open().stream().map(SegmentFacts::range).forEach(ranges::add);
    return ranges.isEmpty() || SegmentManifest.areAdjoining(ranges);
  }

  /**
   * Returns {@code archive}, or refuses a checkpoint that does not match the commit entry after
   * which it was written. If the two differ, the entry is right.
   */
  private PartitionArchive matched(String name, PartitionArchive archive) {
    var entry = ArchiveLayout.entry(id, archive.headSeq());
    var bytes = fetcher.find(entry).orElseThrow(() -> missing(entry, name));
    if (!EntryCodec.sha256(bytes).equals(archive.headSha256())) {
      throw new CorruptArchiveException(
          name,
          "does not match '%s': prove the archive to find out which of them is damaged"
              .formatted(entry));
    }
    return archive;
  }

  static CorruptArchiveException missing(String entry, String witness) {
    return new CorruptArchiveException(
        entry, "is missing, but '%s' exists: restore it from a copy".formatted(witness));
  }
}
