package io.reprise.store.snapshot;

import java.util.function.Consumer;

/**
 * Supplies the snapshots of one source topic from a snapshot topic or from a generation in an
 * object store. The snapshots do not change while the source is open.
 *
 * <p>Thread-safe, so that partitions can be read in parallel. The caller that opened the source
 * closes it.
 */
public interface SnapshotSource extends AutoCloseable {

  /** Returns the number of partitions of the source topic. */
  int partitions();

  /**
   * Returns the watermark of a partition: the source offset at which the partition's tail begins,
   * and the exclusive end of the offsets that its snapshots include.
   *
   * @throws UnusableSnapshotsException if there is no watermark yet
   */
  Watermark watermark(int partition);

  /**
   * Passes the newest snapshot of each key of a partition to {@code sink}, ordered by the unsigned
   * bytes of the keys, without deleted keys. Memory use does not depend on the number of keys. The
   * method may be called again, also after {@code sink} has thrown an exception.
   *
   * @throws UnusableSnapshotsException if the snapshots are inconsistent; a retry does not help
   * @throws org.apache.kafka.common.errors.RetriableException if Kafka cannot be reached; a retry
   *     is safe
   * @throws io.reprise.store.object.store.ObjectStoreException if the store cannot be read
   */
  void read(int partition, Consumer<Snapshot> sink);

  /** Returns the name of the topic or generation, for messages. */
  String name();

  @Override
  void close();
}
