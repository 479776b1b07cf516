package io.reprise.store.archive;

import io.reprise.store.OffsetRange;

/**
 * Says what a data object holds and is: {@code <from20>-<to20>-e<epoch>-<sha256:16>.avro}.
 *
 * @param range the offsets it accounts for
 * @param epoch of the claim under which it was written
 * @param sha256 of its bytes, in hex, 64 digits; the first 16 are in the name
 */
public record SegmentName(OffsetRange range, long epoch, String sha256) {
  private static final int DIGITS = 16;

  public String fileName() {
    return "%020d-%020d-e%d-%s.avro"
        .formatted(range.from(), range.to(), epoch, sha256.substring(0, DIGITS));
  }
}
