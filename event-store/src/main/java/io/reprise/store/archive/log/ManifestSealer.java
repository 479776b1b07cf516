package io.reprise.store.archive.log;

import io.reprise.store.archive.PartitionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Decides which manifests a checkpoint needs: one for each full run of open segments, one above
 * each full row of manifests, and new ones in the place of those whose segments were replaced. All
 * other manifests are kept. Writes nothing. Used once, by one thread.
 */
final class ManifestSealer {
  private static final int DIGITS = 16;

  private final PartitionId id;
  private final long checkpoint;
  private final Instant now;
  private final int row;
  private final List<NewManifest> created = new ArrayList<>();
  private final List<RetiredManifest> retired = new ArrayList<>();

  /** A manifest to write, and its object name's last part. */
  record NewManifest(String file, byte[] bytes) {}

  /**
   * What a checkpoint needs.
   *
   * @param segments the same segments, read from the manifests once those are written
   * @param created manifests to write, each after those that it lists
   */
  record Sealed(ArchivedSegments segments, List<NewManifest> created) {}

  /**
   * @param checkpoint number of the entry after which the checkpoint is written. Part of the names:
   *     a manifest of an abandoned checkpoint is never taken for one of a later checkpoint, so it
   *     can be removed
   */
  ManifestSealer(PartitionId id, long checkpoint, Instant now) {
    this(id, checkpoint, now, SegmentManifest.MOST);
  }

  /**
   * @param row how many manifests of one level get one above them; tests use short rows to reach
   *     many levels
   */
  ManifestSealer(PartitionId id, long checkpoint, Instant now, int row) {
    this.id = id;
    this.checkpoint = checkpoint;
    this.now = now;
    this.row = row;
  }

  /**
   * @param reader reads what the result's checkpoint names
   * @param leftToRemove retired manifests of earlier checkpoints that still exist
   */
  Sealed seal(
      ArchivedSegments segments, ManifestReader reader, List<RetiredManifest> leftToRemove) {
    var roots = new ArrayList<ManifestRef>();
    segments.sealed().roots().forEach(root -> roots.add(rewritten(segments, root)));
    var open = segments.open();
    // The last run stays open, full or not: the newest segment is always on the heap.
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

  /** Copies the path from a root to each replaced segment, and retires the former path. */
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

  /** Puts one manifest above the last ones, while those are a full row. */
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
