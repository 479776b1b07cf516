package io.reprise.archiver.trim;

import io.reprise.runtime.json.ByteSize;
import io.reprise.store.archive.log.PartitionArchive;
import io.reprise.store.facts.PartitionFacts;

/** Estimates at which offset the newest {@code size} bytes of a partition begin. Pure. */
final class HotSizeLimit {
  private HotSizeLimit() {}

  /**
   * Returns the trim limit that keeps about {@code size} bytes of the partition in Kafka. To
   * convert bytes to offsets, the bytes per offset are estimated in two ways. The first estimate
   * uses the size of Kafka's log on disk, which can still include trimmed records in the oldest log
   * file. The second estimate uses the uncompressed size of the newest archived segment. The lower
   * estimate is used, because it keeps more offsets in Kafka.
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
