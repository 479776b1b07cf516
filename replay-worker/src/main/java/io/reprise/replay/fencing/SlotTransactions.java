package io.reprise.replay.fencing;

import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.journal.UncheckedPartitions;
import io.reprise.replay.target.RecordSink;
import io.reprise.replay.target.WritablePartitions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Commits and aborts the transactions of one slot. Of all instances for a slot, only the one that
 * was opened last can commit.
 *
 * <p>Threading: confined to the slot's runner. After any exception the outcome of the open
 * transaction is unknown: close this instance, open another one, and read what was committed. The
 * opener closes this object.
 */
public interface SlotTransactions extends RecordSink, AutoCloseable {

  /**
   * Commits a claim. The transaction carries a proof that this worker is a member of the workers'
   * group (step S4 of docs/protocol.md). On return, readers may not see the claim yet.
   *
   * @param writable the partitions that the shard may write under this lease. The claim and each
   *     later progress record of the lease name them in a header
   * @throws org.apache.kafka.common.KafkaException when this worker is no longer a member of the
   *     group, when it was fenced, or when the outcome is unknown
   */
  void claim(ShardProgress claimed, WritablePartitions writable, ConsumerGroupMetadata group);

  /**
   * Commits the claims and the ends of shards that have no record to deliver, all in one
   * transaction (step S6 of docs/protocol.md). Like {@link #claim}, the transaction carries a proof
   * that this worker is a member of the workers' group. On return, readers may not see the progress
   * records yet. No slice may be open.
   *
   * @param claims the claims, one a shard; the shards were never claimed before
   * @throws org.apache.kafka.common.KafkaException when this worker is no longer a member of the
   *     group, when it was fenced, or when the outcome is unknown
   */
  void claimEmpty(List<EmptyClaim> claims, ConsumerGroupMetadata group);

  /**
   * Returns the partitions in which a transaction of the slot may hang, because they did not answer
   * when the slot was taken over. Every progress record that this object writes names them.
   */
  UncheckedPartitions unchecked();

  /**
   * Checks unchecked partitions again, and ends the slot's transactions that hang there. When this
   * method returns without an exception, all of {@code partitions} are checked. Call it only
   * between two transactions, and only after the progress record that was committed last has become
   * visible.
   *
   * @throws io.reprise.replay.failure.UncheckedPartitionException when at least one of the
   *     partitions could not be checked; a retry is safe
   */
  void check(Set<TopicPartition> partitions);

  /**
   * Removes two kinds of records of replays that have expired: progress records, and notes that a
   * shard is in doubt. All are removed in one transaction. Like the transaction of a claim, this
   * one carries a proof that this worker is a member of the workers' group. On return, readers may
   * still see the records. No slice may be open, and no partition may be unchecked (step X2 of
   * docs/protocol.md).
   *
   * @param keys the keys of the records to remove
   * @throws org.apache.kafka.common.KafkaException when this worker is no longer a member of the
   *     group, when it was fenced, or when the outcome is unknown
   */
  void remove(List<ShardKey> keys, ConsumerGroupMetadata group);

  /** Begins the transaction of a slice. */
  void begin();

  /**
   * Aborts the open transaction, if there is one. On return, the transaction has ended in every
   * partition.
   */
  void abort();

  /**
   * Commits the slice together with its progress record (steps D3 and D4 of docs/protocol.md): both
   * or neither are stored. If the slice has delivered records, readers see the slice in every
   * partition on return. If the slice has delivered none, its progress record may become visible
   * later, when the slot's next transaction ends. Until then, nothing depends on this progress
   * record.
   */
  void commit(ShardProgress progress);

  /**
   * Returns by how long brokers have delayed the slot's records on average in the last seconds,
   * because of a quota; zero if they have not.
   */
  default Duration throttled() {
    return Duration.ZERO;
  }

  @Override
  void close();
}
