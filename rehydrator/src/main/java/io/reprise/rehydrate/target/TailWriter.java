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
   * Begins a transaction and reads the stored states of the given keys. A key without a row is left
   * out of the result.
   */
  Map<UserKey, KeyState> states(Collection<UserKey> keys);

  /**
   * Stores the changes of a batch, and the end of the batch's range as the new position, and
   * commits the transaction. A batch is stored whole or not at all. After an error it may be
   * unknown whether the batch was stored. The next run finds out: {@link BulkRun#partitions()}
   * returns the stored positions.
   *
   * @throws TargetRefusedException when another run has taken over the version, or the stored
   *     position is not where the batch begins
   */
  void apply(TailBatch batch);

  @Override
  void close();
}
