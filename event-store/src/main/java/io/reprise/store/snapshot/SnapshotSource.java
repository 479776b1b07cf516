package io.reprise.store.snapshot;

import java.util.function.Consumer;

/**
 * Snapshots of one source topic, to load from: a snapshot topic, or a generation in an archive.
 * What it gives does not change while it is open.
 *
 * <p>Thread-safe, so that partitions can be read in parallel. Whoever opened it closes it.
 */
public interface SnapshotSource extends AutoCloseable {

  /** How many partitions the source topic had. */
  int partitions();

  /**
   * Where the tail of a partition begins, and how far the snapshots reach.
   *
   * @throws UnusableSnapshotsException when there is none yet
   */
  Watermark watermark(int partition);

  /**
   * Hands over the newest snapshot of each key of a partition, in the unsigned order of the keys'
   * bytes; deleted keys are left out. Memory is bounded, whatever the number of keys. May be called
   * again, also after it was broken off by an exception of {@code sink}.
   *
   * @throws UnusableSnapshotsException when they contradict themselves; a retry does not help
   * @throws org.apache.kafka.common.errors.RetriableException when Kafka cannot be reached
   * @throws io.reprise.store.object.store.ObjectStoreException when the store cannot be read
   */
  void read(int partition, Consumer<Snapshot> sink);

  /** What it is, for messages: a topic's or a manifest's name. */
  String name();

  @Override
  void close();
}
