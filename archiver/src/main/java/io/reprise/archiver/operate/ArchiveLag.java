package io.reprise.archiver.operate;

import io.reprise.store.facts.PartitionFacts;

/** Counts the offsets of one partition that are not archived yet. Stateless. */
public final class ArchiveLag {
  private ArchiveLag() {}

  /**
   * Returns how many offsets up to the high watermark are not archived. Offsets above the last
   * stable offset are counted too. The archive cannot advance past the last stable offset, and a
   * hanging transaction keeps that offset from rising. A hanging transaction therefore shows as a
   * growing lag.
   *
   * @param archivedTo the first offset that is not archived
   */
  public static long of(PartitionFacts facts, long archivedTo) {
    return Math.max(0, facts.highWatermark() - Math.max(archivedTo, facts.logStart()));
  }

  /**
   * Returns the number of offsets between the last stable offset and the high watermark. These
   * offsets cannot be archived before open or hanging transactions end.
   */
  public static long stableGap(PartitionFacts facts) {
    return Math.max(0, facts.highWatermark() - facts.committedEnd());
  }
}
