package io.reprise.archiver.trim;

import io.reprise.runtime.json.ByteSize;
import io.reprise.store.archive.log.PartitionArchive;
import io.reprise.store.facts.PartitionFacts;

/** Estimates at which offset the newest {@code size} bytes of a partition begin. Pure. */
final class HotSizeLimit {
  private HotSizeLimit() {}

  /**
   * Returns the limit that keeps about {@code size} bytes in Kafka. Bytes per offset are estimated
   * in two ways: from the log's size on disk, which still includes trimmed records of its oldest
   * file, and from the uncompressed size of the newest segment. The lower estimate is used, because
   * it keeps more offsets.
   */
  static TrimLimit limit(ByteSize size, PartitionArchive archive, PartitionFacts facts) {
    double perOffset = Math.min(onDisk(facts), archived(archive));
    double keep = perOffset == 0 ? facts.committedEnd() : Math.ceil(size.bytes() / perOffset);
    return new TrimLimit(
        Math.max(facts.logStart(), facts.committedEnd() - (long) keep),
        "the hot window of " + size);
  }

  private static double onDisk(PartitionFacts facts) {
    long span = facts.highWatermark() - facts.logStart();
    return span <= 0 || facts.bytes() == 0 ? Double.MAX_VALUE : (double) facts.bytes() / span;
  }

  private static double archived(PartitionArchive archive) {
    var newest = archive.segments().last();
    return newest == null ? Double.MAX_VALUE : (double) newest.rawBytes() / newest.range().span();
  }
}
