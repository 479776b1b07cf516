package io.reprise.compactor.fold;

import io.reprise.store.snapshot.Snapshot;
import io.reprise.store.snapshot.Watermark;
import org.apache.kafka.streams.processor.api.Record;

/** Where one partition writes to, in the order of the calls. Confined to one thread. */
interface FoldOutput {

  void snapshot(Snapshot snapshot);

  void watermark(Watermark watermark);

  /**
   * @param offset where {@code event} lies in the source's partition
   * @param cause why it cannot be folded, as a clause
   */
  void parked(Record<byte[], byte[]> event, long offset, String cause);
}
