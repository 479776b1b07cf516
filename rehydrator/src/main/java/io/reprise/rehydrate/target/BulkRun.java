package io.reprise.rehydrate.target;

import java.util.List;
import java.util.Optional;

/**
 * One run's hold on a version, step by step: {@link #load} for each partition that is not loaded,
 * {@link #index}, the {@link #tail} to each partition's end, {@link #compare}, {@link #swap}.
 *
 * <p>Thread-safe for {@code load} and {@code tail} of different partitions; the other steps are
 * called when those have ended. Whoever opened it closes it; that undoes nothing.
 */
public interface BulkRun extends AutoCloseable {

  int version();

  VersionOrigin opening();

  /** As it was when the run was opened. */
  VersionStage stage();

  /** What is stored, in partition order. */
  List<StoredPartition> partitions();

  /** Stores all rows of a partition and that it is loaded, in one transaction. */
  StoredPartition load(int partition, PartitionLoad load);

  /** Makes keys unique and findable. All partitions are loaded. */
  void index();

  /** For one thread's batches, of any partitions. */
  TailWriter tail();

  /**
   * Holds a random sample of rows against the visible version.
   *
   * @param sample how many keys, about
   * @return empty when nothing is visible yet, or this version is
   */
  Optional<ModelDiff> compare(int sample);

  /**
   * Makes this version visible, in one step, if every partition is at its end.
   *
   * @throws TargetRefusedException when one is not; nothing changed
   */
  void swap();

  @Override
  void close();
}
