package io.reprise.rehydrate.target;

import io.reprise.store.fold.KeyState;
import java.util.Collection;
import java.util.Map;

/**
 * Applies batches of a tail, each in one transaction. Confined to one thread. The caller that
 * opened the writer closes it.
 */
public interface TailWriter extends AutoCloseable {

  /**
   * Reads the stored states of these keys; a key without a row is left out. Begins a transaction.
   */
  Map<UserKey, KeyState> states(Collection<UserKey> keys);

  /**
   * Stores the changes of a batch and the end of its range as the new position, and ends the
   * transaction. A batch is stored whole or not at all. After an error it may be unknown whether
   * the batch was stored. The positions in {@link BulkRun#partitions()} of the next run show that.
   *
   * @throws TargetRefusedException when another run has taken over, or the stored position is not
   *     where the batch begins
   */
  void apply(TailBatch batch);

  @Override
  void close();
}
