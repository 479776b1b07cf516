package io.reprise.rehydrate.target;

import io.reprise.store.fold.KeyState;
import java.util.Collection;
import java.util.Map;

/**
 * Applies batches, each in one transaction. Confined to one thread. Whoever opened it closes it.
 */
public interface TailWriter extends AutoCloseable {

  /** What is stored of these keys; those without a row are left out. Begins a transaction. */
  Map<UserKey, KeyState> states(Collection<UserKey> keys);

  /**
   * Stores the changes together with their position, and ends the transaction. A batch is stored
   * whole or not at all; which of them, {@link BulkRun#partitions()} of the next run tells.
   *
   * @throws TargetRefusedException when another run has taken over, or the stored position is not
   *     where the batch begins
   */
  void apply(TailBatch batch);

  @Override
  void close();
}
