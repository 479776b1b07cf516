package io.reprise.rehydrate.load;

import io.reprise.rehydrate.target.LoadResult;
import io.reprise.rehydrate.target.RowSink;
import io.reprise.store.snapshot.Watermark;

/** Supplies the states of each partition from which a new version is built. Thread-safe. */
public interface PartitionFeed {

  /**
   * Returns the name of the snapshots; {@code log} if the whole log is folded. Messages show the
   * name, and the target stores it with the version.
   */
  String name();

  /**
   * Returns the watermark of the snapshots of a partition. Snapshots may lack events from its
   * {@code processedTo} on. Snapshots may contain events up to its {@code emittedTo}, exclusive, so
   * the tail must be applied at least up to there.
   */
  Watermark watermark(int partition);

  /**
   * Passes all states of a partition to {@code sink}, one for each key.
   *
   * @param end the end of the range to apply, exclusive
   */
  LoadResult feed(int partition, long end, RowSink sink);
}
