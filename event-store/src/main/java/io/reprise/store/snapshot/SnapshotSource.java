package io.reprise.store.snapshot;

import java.util.function.Consumer;

/**
 * Supplies the snapshots of one source topic, either from a snapshot topic or from a generation in
 * an object store. While the source is open, it always supplies the same snapshots.
 *
 * <p>Thread-safe, so that several partitions can be read in parallel. The caller that opened the
 * source closes it.
 */
public interface SnapshotSource extends AutoCloseable {

  /** Returns the number of partitions of the source topic. */
  int partitions();

  /**
   * Returns the watermark of a partition's snapshots. The tail must be read from the watermark's
   * {@code processedTo} on, which is an offset of the source topic. No snapshot includes an event
   * at or above the watermark's {@code emittedTo}.
   *
   * @throws UnusableSnapshotsException if the partition has no watermark yet
   */
  Watermark watermark(int partition);

  /**
   * Passes the newest snapshot of each key in a partition to {@code sink}, in the order of the keys
   * as unsigned bytes. Leaves out deleted keys. Memory use does not depend on the number of keys.
   * The caller may repeat the call, even after {@code sink} has thrown an exception.
   *
   * @throws UnusableSnapshotsException if the snapshots are inconsistent; a retry does not help
   * @throws org.apache.kafka.common.errors.RetriableException if Kafka cannot be reached; a retry
   *     is safe
   * @throws io.reprise.store.object.store.ObjectStoreException if the object store cannot be read
   */
  void read(int partition, Consumer<Snapshot> sink);

  /** Returns the name of the snapshot topic or generation, for messages. */
  String name();

  @Override
  void close();
}
