package io.reprise.replay.target;

import java.util.Collection;
import org.apache.kafka.common.TopicPartition;

/**
 * A named destination. One instance serves all shards of a worker.
 *
 * <p>Threading: safe anywhere; the writers it opens are not. The worker closes it.
 */
public interface ReplayTarget extends AutoCloseable {

  /**
   * What a plan must know of it, asked anew.
   *
   * @throws org.apache.kafka.common.KafkaException when it cannot be reached
   * @throws io.reprise.store.facts.TopicNotFoundException when its topic does not exist
   */
  TargetFacts facts();

  /**
   * The partitions that deliveries write in the slot's transaction; none if they write to no topic,
   * or if it does not exist.
   */
  Collection<TopicPartition> partitions();

  /**
   * Opens the way in for one shard under one lease.
   *
   * @param transaction the slot's transaction; what is sent through it becomes visible together
   *     with the shard's progress, or not at all
   */
  TargetWriter open(DeliveryContext delivery, RecordSink transaction);

  @Override
  void close();
}
