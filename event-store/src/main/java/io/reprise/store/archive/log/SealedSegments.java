package io.reprise.store.archive.log;

import io.reprise.store.OffsetRange;
import java.util.List;

/**
 * The segments that a checkpoint lists through manifests instead of directly.
 *
 * @param checkpoint number of the entry after which the checkpoint was written; -1 if there is no
 *     checkpoint
 * @param roots the manifests that no other manifest lists, in offset order. A manifest's level is
 *     never above the level of the manifest before it, and there are fewer than {@link
 *     SegmentManifest#MOST} manifests of each level
 * @param retired manifests that were replaced by new ones and may still be in the store
 */
record SealedSegments(long checkpoint, List<ManifestRef> roots, List<RetiredManifest> retired) {
  static final SealedSegments NONE = new SealedSegments(-1, List.of(), List.of());

  SealedSegments {
    roots = List.copyOf(roots);
    retired = List.copyOf(retired);
  }

  boolean isEmpty() {
    return roots.isEmpty();
  }

  long count() {
    return roots.stream().mapToLong(r -> r.totals().segments()).sum();
  }

  OffsetRange range() {
    return new OffsetRange(roots.get(0).range().from(), roots.get(roots.size() - 1).range().to());
  }
}
