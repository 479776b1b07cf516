package io.reprise.store.archive.segment.write;

import io.reprise.store.archive.SegmentName;
import io.reprise.store.archive.segment.SegmentFacts;
import java.nio.file.Path;

/**
 * A finished segment, ready to upload. The data object is {@code header} followed by {@code body}.
 *
 * @param facts content of the segment's commit entry
 * @param index bytes of the index object
 */
public record SpooledSegment(
    SegmentName name, SegmentFacts facts, byte[] header, Path body, byte[] index) {}
