package io.reprise.rehydrate.load;

import io.reprise.rehydrate.target.LoadResult;
import io.reprise.rehydrate.target.RowSink;
import io.reprise.store.snapshot.Watermark;

/** Where the states come from that a model begins with. Thread-safe. */
public interface PartitionFeed {

  /** Its name, for messages and the target. */
  String name();

  /** Where a partition's states begin to be incomplete, and the least end they can be taken to. */
  Watermark watermark(int partition);

  /**
   * Hands over all states of a partition, one a key.
   *
   * @param end the first offset that is not to be applied
   */
  LoadResult feed(int partition, long end, RowSink sink);
}
