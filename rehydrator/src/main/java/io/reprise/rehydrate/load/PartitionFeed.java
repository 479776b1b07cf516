package io.reprise.rehydrate.load;

import io.reprise.rehydrate.target.LoadResult;
import io.reprise.rehydrate.target.RowSink;
import io.reprise.store.snapshot.Watermark;

/** Supplies the states with which a new version begins. Thread-safe. */
public interface PartitionFeed {

  /**
   * Returns the name of the snapshots; {@code log} if the whole log is folded. Messages show the
   * name, and the target stores it with the version.
   */
  String name();

  /**
   * Returns the watermark of a partition's states. From {@code processedTo} on, events may be
   * missing in the states; {@code emittedTo} is the smallest end to which the tail can be applied.
   */
  Watermark watermark(int partition);

  /**
   * Passes all states of a partition to {@code sink}, one for each key.
   *
   * @param end the end of the range to apply, exclusive
   */
  LoadResult feed(int partition, long end, RowSink sink);
}
