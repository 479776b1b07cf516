package io.reprise.store.tier;

import io.reprise.store.KeySelection;
import io.reprise.store.LogReader;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.log.PartitionArchive;

/**
 * The archive of one partition, as {@link TieredLogReader} uses it. Its states are read in other
 * threads than the reader's, one at a time.
 */
interface ColdTier {
  /** Returns the state of the partition's archive, at most a few seconds old. */
  PartitionArchive recent();

  /** Returns the state of the partition's archive, read from the store now. */
  PartitionArchive now();

  /**
   * Returns the state of the partition's archive, read anew from its newest checkpoint on, because
   * manifests that an older state names were removed.
   */
  PartitionArchive reloaded();

  /** Opens a reader over an offset range that is archived. */
  LogReader read(PartitionArchive archive, OffsetRange range, KeySelection keys);
}
