package io.reprise.store.tier;

import io.reprise.store.KeySelection;
import io.reprise.store.LogReader;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.log.PartitionArchive;

/**
 * The archive of one partition, as {@link TieredLogReader} uses it. The reader calls the methods
 * that return the archive's state in other threads than its own, but never in two threads at the
 * same time.
 */
interface ColdTier {
  /** Returns the state of the partition's archive, at most a few seconds old. */
  PartitionArchive recent();

  /** Returns the state of the partition's archive, read from the store now. */
  PartitionArchive now();

  /**
   * Reads the state of the partition's archive again, starting from the newest checkpoint. The
   * reader calls this when the state that it has names manifests that were removed since.
   */
  PartitionArchive reloaded();

  /**
   * Opens a reader over an offset range of the archive {@code archive}, which must hold every
   * offset of the range.
   */
  LogReader read(PartitionArchive archive, OffsetRange range, KeySelection keys);
}
