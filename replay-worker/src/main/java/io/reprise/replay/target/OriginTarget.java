package io.reprise.replay.target;

import io.reprise.replay.spec.Ordering;
import io.reprise.store.facts.TopicInspector;
import java.util.Collection;
import org.apache.kafka.common.TopicPartition;

/**
 * Sends records back to the topic that they came from: dead letters to the topic in which a
 * consumer failed at them, and copies of a replay to the source of that replay. A target has one
 * topic, and refuses a record that came from another one. The records are part of the slot's
 * transaction, as those of a {@link KafkaTarget} are.
 */
final class OriginTarget implements ReplayTarget {
  private final String name;
  private final String topic;
  private final TopicInspector topics;
  private final KafkaTarget copies;

  OriginTarget(String name, String topic, TopicInspector topics) {
    this.name = name;
    this.topic = topic;
    this.topics = topics;
    this.copies = new KafkaTarget(name, topic, topics);
  }

  @Override
  public TargetFacts facts() {
    var facts = copies.facts();
    return new TargetFacts(
            name,
            "each record that came from topic '" + topic + "' exactly once in this topic",
            topic,
            facts.topicId(),
            facts.ends(),
            facts.limits(),
            facts.expiry())
        .choosingPartitions();
  }

  @Override
  public Collection<TopicPartition> partitions() {
    return copies.partitions();
  }

  /** Returns all partitions of the topic, because each record names the one that it came from. */
  @Override
  public WritablePartitions writable(Ordering ordering, int sourcePartition, int sourcePartitions) {
    return WritablePartitions.all(topic, topics.partitionsOf(topic).size());
  }

  @Override
  public TargetWriter open(DeliveryContext delivery, RecordSink transaction) {
    return new OriginWriter(
        topic,
        delivery.writable(),
        new KafkaTargetWriter(
            delivery,
            transaction,
            topics.settings(topic).recordLimits(),
            System::currentTimeMillis));
  }

  @Override
  public void close() {}
}
