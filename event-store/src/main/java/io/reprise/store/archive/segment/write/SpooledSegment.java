package io.reprise.store.archive.segment.write;

import io.reprise.store.archive.SegmentName;
import io.reprise.store.archive.segment.SegmentFacts;
import java.nio.file.Path;

/**
 * A finished segment on local disk, ready to upload. Its data object consists of the bytes {@code
 * header} followed by the file {@code body}.
 *
 * @param facts content of the segment's commit entry
 * @param index bytes of the index object
 */
public record SpooledSegment(
    SegmentName name, SegmentFacts facts, byte[] header, Path body, byte[] index) {}
