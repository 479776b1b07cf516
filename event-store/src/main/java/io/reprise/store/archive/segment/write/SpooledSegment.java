package io.reprise.store.archive.segment.write;

import io.reprise.store.archive.SegmentName;
import io.reprise.store.archive.segment.SegmentFacts;
import java.nio.file.Path;

/**
 * A segment ready to be uploaded: the data object is {@code header} followed by {@code body}.
 *
 * @param facts what its commit will say
 * @param index the index object
 */
public record SpooledSegment(
    SegmentName name, SegmentFacts facts, byte[] header, Path body, byte[] index) {}
