package io.reprise.store.archive.log;

import io.reprise.store.OffsetRange;

/**
 * Names one stored manifest and says what the manifest lists, so that most questions need no read.
 *
 * @param file name of the object within the partition's {@code manifests/}
 * @param level 0 if the manifest lists segments; otherwise one more than the manifests that it
 *     lists
 * @param range offsets that the segments below the manifest account for, without gaps
 * @param totals of all segments below the manifest
 * @param bytes size of the object
 * @param sha256 of the object, 64 hex digits
 */
record ManifestRef(
    String file, int level, OffsetRange range, SegmentTotals totals, long bytes, String sha256) {}
