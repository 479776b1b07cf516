package io.reprise.store.archive.segment.write;

import io.reprise.store.archive.SegmentName;
import io.reprise.store.archive.segment.SegmentFacts;
import java.nio.file.Path;

/**
 * A finished segment on local disk, ready for upload. Its data object consists of the bytes {@code
 * header} followed by the content of the file {@code body}.
 *
 * @param facts what the segment's commit entry will say about the segment
 * @param header the first bytes of the data object
 * @param body the spool file with the rest of the data object
 * @param index content of the index object
 */
public record SpooledSegment(
    SegmentName name, SegmentFacts facts, byte[] header, Path body, byte[] index) {}
