package io.reprise.compactor.fold;

import io.reprise.store.snapshot.Snapshot;
import io.reprise.store.snapshot.Watermark;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Writes what the fold of one partition produces, in the order of the calls. Used by one thread.
 */
interface FoldOutput {

  /** Writes a snapshot to the snapshot topic. */
  void snapshot(Snapshot snapshot);

  /** Writes a watermark to the snapshot topic. */
  void watermark(Watermark watermark);

  /**
   * Writes an event that cannot be folded to the topic of parked events.
   *
   * @param offset offset of the event in the source partition
   * @param cause why the event cannot be folded
   */
  void parked(Record<byte[], byte[]> event, long offset, String cause);
}
