package io.reprise.replay.journal;

import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.checkpoint.ShardProgress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A worker's copy of {@code reprise.progress}: the newest progress record of every shard.
 * Thread-safe.
 */
public interface ProgressCopy {

  /**
   * Returns a number that grows with every progress record that this copy reads. If two calls
   * return the same number, the copy has read nothing between them.
   */
  long changes();

  /**
   * Returns the newest progress record of each shard of a replay, by shard index. The result does
   * not change when this copy reads further records.
   */
  Map<Integer, ShardProgress> of(String replay);

  /**
   * Returns whether this copy has a progress record of a shard of the replay, or a note that a
   * shard of the replay is in doubt.
   */
  boolean hasRecords(String replay);

  /** Returns the newest progress record of one shard, or null if the shard was never claimed. */
  @Nullable ShardProgress of(ShardKey shard);

  /**
   * A shard for which a worker may have something to do.
   *
   * @param last the shard's newest progress record; null if the shard was never claimed
   */
  record OpenShard(@Nullable ShardProgress last) {}

  /**
   * Returns a shard for which a worker may have something to do. Empty if the shard's replay has
   * ended for good and the shard is not CLAIMED: a copy that keeps the records of such shards only
   * in Kafka answers without reading them. A copy that does not know which replays have ended
   * returns every shard.
   */
  default Optional<OpenShard> open(ShardKey shard) {
    return Optional.of(new OpenShard(of(shard)));
  }

  /**
   * Returns whether the replay has ended for good and none of its shards is CLAIMED, so that no
   * worker has anything to do for it. A copy that does not know which replays have ended returns
   * false.
   */
  default boolean isSettled(String replay) {
    return false;
  }

  /**
   * Returns why a shard is in doubt, for operators: whether its last transaction was committed
   * cannot be determined any more. A shard in doubt must not deliver. Empty if the shard is not in
   * doubt.
   */
  Optional<String> doubt(ShardKey shard);

  /**
   * Returns, by shard index, a text for operators about each shard that is in doubt, or that has a
   * transaction which may hang in an unchecked partition. Other shards are not in the result.
   *
   * @param records the newest progress records of a replay, by shard index
   */
  Map<Integer, String> doubts(Map<Integer, ShardProgress> records);

  /**
   * Returns the keys of a slot's records that are left in {@code reprise.progress} although their
   * replay has expired. These are progress records, and notes about shards in doubt ({@link
   * DoubtNote}). The slot's owner removes them.
   */
  List<ShardKey> expired(int slot);

  /**
   * Waits until this copy has read the removal of the records with these keys. After that, no
   * read_committed reader finds the records.
   *
   * @throws StaleControlException when the removal does not become visible in time
   */
  void awaitRemoved(int slot, List<ShardKey> keys);

  /**
   * Waits until this copy holds every record that read_committed readers could see before the call.
   *
   * @throws StaleControlException when that takes too long; a retry is safe
   */
  void catchUp();

  /**
   * Waits until this copy holds every committed record of one slot, including records that
   * read_committed readers cannot see yet at the time of this call. Only for the owner of the slot,
   * after it has fenced its predecessor (step S2 of docs/protocol.md): no other transaction of the
   * slot can then be open.
   *
   * @throws StaleControlException when that takes too long, for example because a transaction
   *     hangs; a retry is safe
   */
  void catchUpOwned(int slot);

  /**
   * Waits until this copy has read {@code written}, a committed progress record. From then on,
   * every read_committed reader can see the record.
   *
   * @throws StaleControlException when the record does not become visible in time
   */
  void awaitVisible(ShardProgress written);
}
