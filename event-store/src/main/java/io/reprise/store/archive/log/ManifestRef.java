package io.reprise.store.archive.log;

import io.reprise.store.OffsetRange;

/**
 * Names one stored manifest and sums up the segments that it lists. With this summary, most callers
 * need not read the manifest itself.
 *
 * @param file name of the object within the partition's {@code manifests/}
 * @param level 0 if the manifest lists segments; otherwise one more than the level of the manifests
 *     that it lists
 * @param range offsets of the segments that the manifest lists, directly or through other
 *     manifests, without gaps
 * @param totals sums over these segments
 * @param bytes size of the manifest's object
 * @param sha256 SHA-256 of the manifest's object, 64 hex digits
 */
record ManifestRef(
    String file, int level, OffsetRange range, SegmentTotals totals, long bytes, String sha256) {}
