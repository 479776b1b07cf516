package io.reprise.rehydrate.target;

import java.util.List;
import java.util.Optional;

/**
 * One run on a version. The caller calls the steps in this order: {@link #load} for each partition
 * that is not loaded, {@link #index}, the {@link #tail} up to each partition's end, {@link
 * #compare}, {@link #swap}.
 *
 * <p>Several threads may call {@code load} and {@code tail} at the same time, for different
 * partitions. The other steps are called after {@code load} or {@code tail} has ended for all
 * partitions. The caller that opened the run closes the run; closing undoes nothing.
 */
public interface BulkRun extends AutoCloseable {

  int version();

  VersionOrigin origin();

  /** Returns the stage that the version had when the run was opened. */
  VersionStage stage();

  /**
   * Returns the progress of each partition as it was stored when the run was opened, sorted by
   * partition number.
   */
  List<StoredPartition> partitions();

  /** Stores all rows of a partition, and the mark that it is loaded, in one transaction. */
  StoredPartition load(int partition, PartitionLoad load);

  /** Creates the unique index of the keys. Requires that all partitions are loaded. */
  void index();

  /** Opens a writer for one thread. The thread may apply batches of several partitions with it. */
  TailWriter tail();

  /**
   * Compares, for a random sample of keys, the rows of this version with the rows of the visible
   * version.
   *
   * @param sample the approximate number of keys
   * @return the differences; empty when no version is visible, or when this version is the visible
   *     one
   */
  Optional<ModelDiff> compare(int sample);

  /**
   * Makes this version visible in one step, if every partition is at its end.
   *
   * @throws TargetRefusedException when a partition is not at its end; nothing has changed
   */
  void swap();

  @Override
  void close();
}
