package io.reprise.store.tier;

import io.reprise.store.KeySelection;
import io.reprise.store.LogReader;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.log.PartitionArchive;

/** One partition's cold tier, as the seam needs it. Confined to its reader's thread. */
interface ColdTier {
  /** What is archived, at most a few seconds old. */
  PartitionArchive recent();

  /** What is archived now. */
  PartitionArchive now();

  /** Opens a reader over archived offsets. */
  LogReader read(PartitionArchive archive, OffsetRange range, KeySelection keys);
}
