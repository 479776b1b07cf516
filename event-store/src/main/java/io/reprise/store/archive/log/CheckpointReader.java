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
import org.jspecify.annotations.Nullable;

/**
 * Reads the checkpoints of one commit log. Thread-safe.
 *
 * <p>Errors: {@link CorruptArchiveException} for a checkpoint that is damaged or does not match its
 * commit entry; {@link io.reprise.store.object.store.ObjectStoreException} if the store cannot be
 * read.
 */
final class CheckpointReader {
  /**
   * The number of attempts to read the newest checkpoint. An attempt fails if the writer removes
   * the checkpoint after the reader has listed it and before the reader has read it.
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
   * Returns the archive's state in the newest checkpoint. The writer may remove a checkpoint after
   * this method has listed it. A newer checkpoint then exists, and the next attempt reads that
   * newer one. Returns null if no checkpoint could be read; the caller then reads the log from its
   * first entry and gets the same state of the archive.
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

  /**
   * Returns the names of the newest checkpoints, the newest first, at most {@code most} of them.
   */
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
   * Decodes a checkpoint of format version 1 or 2, and checks that it belongs to the commit entry
   * whose number its object name {@code name} contains.
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
            null, sealed, Replacements.NONE, ArchivedSegments.runs(state.segments())),
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
            Replacements.NONE,
            ArchivedSegments.runs(state.open())),
        state.holds(),
        state.trimIntent(),
        state.trimDone());
  }

  /**
   * Returns whether the segments of the checkpoint follow each other without a gap: first the
   * segments that manifests list, then those in the checkpoint itself.
   */
  private static boolean isSound(Checkpoint.State state) {
    var ranges = new ArrayList<OffsetRange>();
    state.sealed().stream().map(ManifestRef::range).forEach(ranges::add);
    state.open().stream().map(SegmentFacts::range).forEach(ranges::add);
    return ranges.isEmpty() || SegmentManifest.areAdjoining(ranges);
  }

  /**
   * Returns {@code archive}, the state in a checkpoint, if it matches the commit entry after which
   * the checkpoint was written. Otherwise throws: the entry is right, and the checkpoint must not
   * be used.
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
