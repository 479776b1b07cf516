package io.reprise.archiver.operate;

import io.reprise.store.facts.PartitionFacts;

/** Counts offsets of a partition that are not archived. Stateless. */
public final class ArchiveLag {
  private ArchiveLag() {}

  /**
   * Offsets up to the high watermark that are not archived. Those above the last stable offset
   * count too: while a transaction hangs, the archive falls behind although it has all committed
   * offsets.
   *
   * @param archivedTo the first offset that is not archived
   */
  public static long of(PartitionFacts facts, long archivedTo) {
    return Math.max(0, facts.highWatermark() - Math.max(archivedTo, facts.logStart()));
  }

  /**
   * Offsets between the last stable offset and the high watermark, which nobody can archive yet.
   */
  public static long stableGap(PartitionFacts facts) {
    return Math.max(0, facts.highWatermark() - facts.committedEnd());
  }
}
