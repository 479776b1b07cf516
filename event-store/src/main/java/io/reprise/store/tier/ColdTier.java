package io.reprise.store.tier;

import io.reprise.store.KeySelection;
import io.reprise.store.LogReader;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.log.PartitionArchive;

/**
 * The archive of one partition, as {@link TieredLogReader} uses it. Confined to the reader's
 * thread.
 */
interface ColdTier {
  /** Returns the archive's state, at most a few seconds old. */
  PartitionArchive recent();

  /** Returns the archive's state, read from the store now. */
  PartitionArchive now();

  /**
   * Returns the archive's state, read from its newest checkpoint on: after the manifests changed.
   */
  PartitionArchive reloaded();

  /** Opens a reader over archived offsets. */
  LogReader read(PartitionArchive archive, OffsetRange range, KeySelection keys);
}
