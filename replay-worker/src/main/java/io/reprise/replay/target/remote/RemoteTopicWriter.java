package io.reprise.replay.target.remote;

import io.reprise.replay.spec.Ordering;
import io.reprise.replay.target.DeliveryContext;
import io.reprise.replay.target.DeliveryResult;
import io.reprise.replay.target.KafkaTargetWriter;
import io.reprise.replay.target.TargetLeaseLostException;
import io.reprise.replay.target.TargetProgress;
import io.reprise.replay.target.TargetRefusedException;
import io.reprise.replay.target.TargetWriter;
import io.reprise.replay.target.WritablePartitions;
import io.reprise.store.select.UnreadableValueException;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes the copies of one shard under one lease to a topic of another cluster (steps R1 to R7 of
 * docs/protocol.md). Confined to the thread of the shard.
 */
final class RemoteTopicWriter implements TargetWriter {
  private final DeliveryContext delivery;
  private final String shard;
  private final RemoteTopic topic;
  private final LeaseLog leases;
  private final LeaseTransactions transactions;
  private final IntUnaryOperator schemaIds;
  private @Nullable KafkaTargetWriter copies;
  private String topicId = "";

  /**
   * @param schemaIds gives the id of a schema in the target's registry by that in the workers'
   *     registry
   */
  RemoteTopicWriter(
      DeliveryContext delivery,
      RemoteTopic topic,
      LeaseLog leases,
      LeaseTransactions transactions,
      IntUnaryOperator schemaIds) {
    this.delivery = delivery;
    this.shard = shard(delivery);
    this.topic = topic;
    this.leases = leases;
    this.transactions = transactions;
    this.schemaIds = schemaIds;
  }

  /** Returns the shard's name in the lease topic and in its transactional id. */
  static String shard(DeliveryContext delivery) {
    return delivery.replay() + "/" + delivery.shard();
  }

  @Override
  public Optional<TargetProgress> takeLease(TargetProgress claimed, boolean hasDelivered) {
    transactions.fence();
    // Only now: what an earlier lease has committed is complete once it is fenced.
    var stored = leases.newest(shard);
    topicId = topic.id();
    if (stored.isPresent() && stored.get().epoch() >= delivery.leaseEpoch()) {
      throw new TargetLeaseLostException(shard, delivery.leaseEpoch());
    }
    if (stored.isEmpty() && hasDelivered) {
      throw new TargetRefusedException(
          "the lease topic of target '%s' does not have shard %s, which has delivered records: correct the target's address, or start a new replay"
              .formatted(topic.target(), shard));
    }
    if (stored.isPresent() && !stored.get().topicId().equals(topicId)) {
      requireNothingDelivered(stored.get(), claimed, hasDelivered);
    }
    transactions.awaitEarlier(topic.all(), stored.map(LeaseRecord::producerId).orElse(-1L));
    var progress = stored.map(LeaseRecord::progress).orElse(claimed);
    store(progress);
    return Optional.of(progress);
  }

  /** Commits the open transaction with a progress, and requires that readers see it. */
  private void store(TargetProgress progress) {
    var lease = LeaseRecord.of(delivery.leaseEpoch(), topicId, transactions.producerId(), progress);
    transactions.commit(lease);
    if (!leases.newest(shard).equals(Optional.of(lease))) {
      throw new TargetLeaseLostException(shard, delivery.leaseEpoch());
    }
  }

  private void requireNothingDelivered(
      LeaseRecord stored, TargetProgress claimed, boolean hasDelivered) {
    if (hasDelivered || stored.nextOffset() > claimed.nextOffset()) {
      throw recreated();
    }
  }

  private TargetRefusedException recreated() {
    return new TargetRefusedException(
        "topic '%s' of target '%s' was deleted and created again, and with it the delivered records of shard %s: start a new replay"
            .formatted(topic.name(), topic.target(), shard));
  }

  @Override
  public DeliveryResult deliver(ConsumerRecord<byte[], byte[]> record) {
    ConsumerRecord<byte[], byte[]> reframed;
    try {
      reframed = ReframedRecord.of(record, schemaIds);
    } catch (UnreadableValueException e) {
      // Never copied with the id of another registry, which may be the id of another schema there.
      return new DeliveryResult.Refused(String.valueOf(e.getMessage()));
    }
    return copies(record.partition()).deliver(reframed);
  }

  /** Returns the writer of copies. All records of a shard are of one source partition. */
  private KafkaTargetWriter copies(int sourcePartition) {
    var open = copies;
    if (open == null) {
      open =
          new KafkaTargetWriter(
              delivery.writing(writable(sourcePartition)),
              transactions::send,
              topic.limits(),
              System::currentTimeMillis);
      copies = open;
    }
    return open;
  }

  private WritablePartitions writable(int sourcePartition) {
    int count = topic.partitions();
    if (delivery.ordering() != Ordering.PARTITION) {
      return WritablePartitions.all(topic.name(), count);
    }
    if (sourcePartition >= count) {
      throw new TargetRefusedException(
          "ordering PARTITION writes to the same partition numbers, but topic '%s' of target '%s' has %d partitions and no partition %d: add partitions to it"
              .formatted(topic.name(), topic.target(), count, sourcePartition));
    }
    return WritablePartitions.one(topic.name(), sourcePartition);
  }

  /** Does nothing: {@link #commit} sends everything, and succeeds only if everything is stored. */
  @Override
  public void flush() {}

  @Override
  public void commit(Supplier<TargetProgress> reached) {
    if (!topic.id().equals(topicId)) {
      throw recreated();
    }
    store(reached.get());
  }

  @Override
  public void close() {
    transactions.close();
  }
}
