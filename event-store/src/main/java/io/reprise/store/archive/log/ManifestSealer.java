package io.reprise.store.archive.log;

import io.reprise.store.archive.PartitionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Decides which manifests a checkpoint needs: one for each full run of segments that no manifest
 * lists yet, one that lists each full row of manifests of the same level, and new ones in place of
 * those that list a replaced segment. All other manifests are kept. This class writes nothing to
 * the store. Used once, by one thread.
 */
final class ManifestSealer {
  private static final int DIGITS = 16;

  private final PartitionId id;
  private final long checkpoint;
  private final Instant now;
  private final int row;
  private final List<NewManifest> created = new ArrayList<>();
  private final List<RetiredManifest> retired = new ArrayList<>();

  /** A manifest to write. {@code file} is the last part of its object name. */
  record NewManifest(String file, byte[] bytes) {}

  /**
   * The segments of a checkpoint, and the manifests that must be written before it.
   *
   * @param segments the archive's segments, based on these manifests; can be used once the
   *     manifests are written
   * @param created manifests to write, each after those that it lists
   */
  record Sealed(ArchivedSegments segments, List<NewManifest> created) {}

  /**
   * Creates a sealer for one checkpoint.
   *
   * @param checkpoint number of the entry after which the checkpoint is written. The number is a
   *     part of the manifests' names, so that a manifest of an abandoned checkpoint has another
   *     name than those of later checkpoints and can be removed
   */
  ManifestSealer(PartitionId id, long checkpoint, Instant now) {
    this(id, checkpoint, now, SegmentManifest.MOST);
  }

  /**
   * Creates a sealer for one checkpoint, with a given length of a row of manifests.
   *
   * @param row how many manifests of one level are listed in one of the next level; tests use short
   *     rows to get many levels
   */
  ManifestSealer(PartitionId id, long checkpoint, Instant now, int row) {
    this.id = id;
    this.checkpoint = checkpoint;
    this.now = now;
    this.row = row;
  }

  /**
   * Returns the segments of the checkpoint, and the manifests to write for it.
   *
   * @param reader reads the manifests that the result names
   * @param leftToRemove retired manifests of earlier checkpoints that still exist
   */
  Sealed seal(
      ArchivedSegments segments, ManifestReader reader, List<RetiredManifest> leftToRemove) {
    var roots = new ArrayList<ManifestRef>();
    segments.sealed().roots().forEach(root -> roots.add(rewritten(segments, root)));
    var open = segments.open();
    // No manifest is made for the last run, even if it is full, so that the newest segment is
    // always on the heap.
    for (var run : open.subList(0, Math.max(0, open.size() - 1))) {
      roots.add(create(SegmentManifest.ofSegments(id, run)));
      raise(roots);
    }
    var all = new ArrayList<>(leftToRemove);
    all.addAll(retired);
    var rest = open.isEmpty() ? open : open.subList(open.size() - 1, open.size());
    var sealed = new SealedSegments(checkpoint, roots, all);
    return new Sealed(new ArchivedSegments(reader, sealed, new TreeMap<>(), rest), created);
  }

  /**
   * Returns a manifest in place of {@code ref} in which replaced segments are exchanged. Each
   * manifest on the path from it to a replaced segment is written anew, and the former one is
   * retired.
   */
  private ManifestRef rewritten(ArchivedSegments segments, ManifestRef ref) {
    if (!segments.hasReplacement(ref.range())) {
      return ref;
    }
    var manifest = segments.read(ref);
    var changed =
        manifest.listsSegments()
            ? SegmentManifest.ofSegments(id, segments.current(manifest.segments()))
            : SegmentManifest.ofManifests(
                id, manifest.manifests().stream().map(m -> rewritten(segments, m)).toList());
    retired.add(new RetiredManifest(ref, now));
    return create(changed);
  }

  /**
   * Replaces the last manifests by one manifest that lists them, as long as the last ones are a
   * full row of the same level.
   */
  private void raise(List<ManifestRef> roots) {
    while (roots.size() >= row) {
      var last = roots.subList(roots.size() - row, roots.size());
      if (last.get(0).level() != last.get(row - 1).level()) {
        return;
      }
      var above = create(SegmentManifest.ofManifests(id, last));
      last.clear();
      roots.add(above);
    }
  }

  private ManifestRef create(SegmentManifest manifest) {
    var bytes = EntryCodec.write(manifest);
    var sha256 = EntryCodec.sha256(bytes);
    var range = manifest.range();
    var file =
        "%020d-%020d-l%d-c%020d-%s.json"
            .formatted(
                range.from(),
                range.to(),
                manifest.level(),
                checkpoint,
                sha256.substring(0, DIGITS));
    created.add(new NewManifest(file, bytes));
    return new ManifestRef(file, manifest.level(), range, manifest.totals(), bytes.length, sha256);
  }
}
