package io.reprise.replay.target;

import io.reprise.replay.spec.Ordering;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * A configured destination of replays. One instance serves all shards of a worker. Programs can add
 * targets of their own: see {@link ReplayTargetProvider}.
 *
 * <p>The target is thread-safe; its writers are not. The worker closes the target.
 */
public interface ReplayTarget extends AutoCloseable {
  /**
   * Stands for the partition count of the source topic if records get other keys, so that the
   * partition of a source record does not say in which partition of the target its copy is.
   */
  int OTHER_KEYS = 0;

  /**
   * Reads the current facts of the target, for a plan or a verification.
   *
   * @throws org.apache.kafka.common.KafkaException when Kafka cannot be reached; a retry is safe
   * @throws io.reprise.store.facts.TopicNotFoundException when the target's topic does not exist
   */
  TargetFacts facts();

  /**
   * Requires that the target can receive the records of a topic in an ordering. Called when a plan
   * is made.
   *
   * @throws TargetRefusedException when the result would depend on an order that is not kept, or
   *     when the target cannot hold the topic's data
   */
  default void requireAccepts(String topic, Ordering ordering) {}

  /**
   * Requires that the target can receive changed data of a topic in an ordering. Called in the
   * place of the other method if the plan has transforms.
   *
   * @param writtenSchema the registry's id of the schema of the changed data
   * @throws TargetRefusedException as for the other method
   */
  default void requireAccepts(String topic, Ordering ordering, int writtenSchema) {
    requireAccepts(topic, ordering);
  }

  /**
   * Returns the target partitions that deliveries may write in a slot's transaction. Empty if the
   * target is not a topic, or if its topic does not exist.
   */
  default Collection<TopicPartition> partitions() {
    return List.of();
  }

  /**
   * Returns the target partitions that a shard of {@code sourcePartition} may write, given the
   * present number of partitions of the target's topic. Returns {@link WritablePartitions#NONE} if
   * the target is not a topic.
   *
   * @param sourcePartitions partition count of the source topic, or {@link #OTHER_KEYS}
   * @throws org.apache.kafka.common.KafkaException when Kafka cannot be reached; a retry is safe
   * @throws io.reprise.store.facts.TopicNotFoundException when the target's topic does not exist
   */
  default WritablePartitions writable(
      Ordering ordering, int sourcePartition, int sourcePartitions) {
    return WritablePartitions.NONE;
  }

  /**
   * Returns whether the target commits a slice's records and its progress in a transaction of its
   * own. The progress in the target then decides where a shard continues, and the progress in Kafka
   * is a copy of it. See {@link TargetWriter#takeLease} and {@link TargetWriter#commit}.
   */
  default boolean keepsProgress() {
    return false;
  }

  /**
   * Returns whether a delivery makes another system act, as a webhook does, so that it cannot be
   * undone by deleting what was written. A replay into such a target starts only if the operator
   * accepts this.
   */
  default boolean hasSideEffects() {
    return false;
  }

  /**
   * Opens a writer for one shard under one lease. The writer writes only the partitions that {@code
   * delivery} names. The caller closes the writer.
   *
   * @param transaction the slot's transaction; records sent through it become visible together with
   *     the progress of the shard, or not at all
   */
  TargetWriter open(DeliveryContext delivery, RecordSink transaction);

  @Override
  void close();
}
