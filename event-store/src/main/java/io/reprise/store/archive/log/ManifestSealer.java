package io.reprise.store.archive.log;

import io.reprise.store.archive.PartitionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides which manifests a checkpoint needs, and creates those that do not exist yet:
 *
 * <ul>
 *   <li>one for each full run of segments that no manifest lists yet; a run is full with {@link
 *       SegmentManifest#MOST} segments,
 *   <li>one for each full row of manifests of the same level, which lists the manifests of the row,
 *   <li>one in place of each manifest that lists a replaced segment, unless a merge has left none
 *       of its segments.
 * </ul>
 *
 * <p>All other manifests are used unchanged. This class writes nothing to the store. Used once, by
 * one thread.
 */
final class ManifestSealer {
  private static final int DIGITS = 16;

  private final PartitionId id;
  private final long checkpoint;
  private final Instant now;
  private final int row;
  private final List<NewManifest> created = new ArrayList<>();
  private final List<RetiredManifest> retired = new ArrayList<>();

  /**
   * A manifest that the caller must write to the store. {@code file} is the last part of the
   * object's name, and {@code bytes} is the object's content.
   */
  record NewManifest(String file, byte[] bytes) {}

  /**
   * What {@link #seal} returns: the segments of a checkpoint, and the new manifests that must be
   * stored before the checkpoint.
   *
   * @param segments the archive's segments, listed by the new manifests and the unchanged ones;
   *     must not be used before the new manifests are stored
   * @param created the new manifests, in the order in which they must be stored: each manifest
   *     follows the manifests that it lists
   */
  record Sealed(ArchivedSegments segments, List<NewManifest> created) {}

  /**
   * Creates a sealer for one checkpoint.
   *
   * @param checkpoint number of the entry after which the checkpoint is written. This number is
   *     part of the names of the new manifests. If the checkpoint is never written, no other
   *     checkpoint uses these names, so the manifests can be removed
   */
  ManifestSealer(PartitionId id, long checkpoint, Instant now) {
    this(id, checkpoint, now, SegmentManifest.MOST);
  }

  /**
   * Creates a sealer for one checkpoint, with a given number of manifests in a full row. Only tests
   * use a number other than {@link SegmentManifest#MOST}: with short rows, few segments suffice to
   * get many levels.
   *
   * @param row how many manifests of one level a manifest of the next level lists
   */
  ManifestSealer(PartitionId id, long checkpoint, Instant now, int row) {
    this.id = id;
    this.checkpoint = checkpoint;
    this.now = now;
    this.row = row;
  }

  /**
   * Returns the segments of the checkpoint, and the new manifests to write for the checkpoint.
   *
   * @param segments the archive's segments before the checkpoint
   * @param reader reads the manifests of the returned segments
   * @param leftToRemove manifests that earlier checkpoints have replaced and that may still be in
   *     the store
   */
  Sealed seal(
      ArchivedSegments segments, ManifestReader reader, List<RetiredManifest> leftToRemove) {
    var roots = new ArrayList<ManifestRef>();
    roots.addAll(rewritten(segments, segments.sealed().roots()));
    var open = segments.open();
    // The last run of segments gets no manifest, even if the run is full. The newest segment is
    // therefore always in memory.
    for (var run : open.subList(0, Math.max(0, open.size() - 1))) {
      roots.add(create(SegmentManifest.ofSegments(id, run)));
      raise(roots);
    }
    var all = new ArrayList<>(leftToRemove);
    all.addAll(retired);
    var rest = open.isEmpty() ? open : open.subList(open.size() - 1, open.size());
    var sealed = new SealedSegments(checkpoint, roots, all);
    return new Sealed(new ArchivedSegments(reader, sealed, Replacements.NONE, rest), created);
  }

  private List<ManifestRef> rewritten(ArchivedSegments segments, List<ManifestRef> refs) {
    var rewritten = new ArrayList<ManifestRef>(refs.size());
    for (var ref : refs) {
      var now = rewritten(segments, ref);
      if (now != null) {
        rewritten.add(now);
      }
    }
    return rewritten;
  }

  /**
   * Returns {@code ref} itself if no segment of this manifest was replaced. Otherwise creates a new
   * manifest with the replacements, retires {@code ref}, and returns the new manifest. If {@code
   * ref} lists manifests, this method first rewrites each of those manifests in the same way.
   * Returns null if the new manifest would list no segment: a merge has replaced all segments of
   * {@code ref}, and an earlier manifest lists the merged segment.
   */
  private @Nullable ManifestRef rewritten(ArchivedSegments segments, ManifestRef ref) {
    if (!segments.replacements().touch(ref.range())) {
      return ref;
    }
    var manifest = segments.read(ref);
    var below = rewritten(segments, manifest.manifests());
    var listed = segments.replacements().current(manifest.segments());
    retired.add(new RetiredManifest(ref, now));
    if (manifest.listsSegments()) {
      return listed.isEmpty() ? null : create(SegmentManifest.ofSegments(id, listed));
    }
    return below.isEmpty() ? null : create(SegmentManifest.ofManifests(id, below));
  }

  /**
   * If {@code roots} ends with a full row of manifests of the same level, replaces this row by one
   * manifest that lists the row. Repeats this until no full row is left at the end.
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
