package io.reprise.store.archive;

import io.reprise.store.OffsetRange;

/**
 * The parts of a segment's file name. The file name is {@code
 * <from20>-<to20>-e<epoch>-<sha256:16>.avro}, and the name of the segment's data object ends with
 * it.
 *
 * @param range the offset range of the segment, including its holes
 * @param epoch lease epoch of the claim under which the segment was written
 * @param sha256 SHA-256 of the data object, 64 hex digits; the file name contains the first 16
 *     digits
 */
public record SegmentName(OffsetRange range, long epoch, String sha256) {
  private static final int DIGITS = 16;

  public String fileName() {
    return "%020d-%020d-e%d-%s.avro"
        .formatted(range.from(), range.to(), epoch, sha256.substring(0, DIGITS));
  }
}
