package io.reprise.replay.target;

import io.reprise.replay.spec.Ordering;
import io.reprise.schemas.wire.ReplayMarker;
import io.reprise.store.facts.TopicInspector;
import io.reprise.store.facts.TopicNotFoundException;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * Writes to a topic of the Kafka cluster that holds the control topics. The copies are part of the
 * slot's transaction, so {@code read_committed} readers of the topic see each copy exactly once. A
 * copy has the key, value and headers of its source record. Its timestamp is that of the source
 * record or the time of delivery. A {@link ReplayMarker} is added as a header.
 */
public final class KafkaTarget implements ReplayTarget {
  private final String name;
  private final String topic;
  private final TopicInspector topics;

  public KafkaTarget(String name, String topic, TopicInspector topics) {
    this.name = name;
    this.topic = topic;
    this.topics = topics;
  }

  /**
   * Reads the current facts of the topic. The id is read before the ends: if the topic is created
   * again in between, the facts have the id of the deleted topic, and a replay that is planned with
   * them fails instead of losing copies.
   */
  @Override
  public TargetFacts facts() {
    var id = topics.idOf(topic);
    var ends = topics.highWatermarks(topic);
    var settings = topics.settings(topic);
    return new TargetFacts(
        name,
        "each record exactly once in topic '" + topic + "'",
        topic,
        id,
        ends,
        settings.recordLimits(),
        settings.recordExpiry());
  }

  @Override
  public Collection<TopicPartition> partitions() {
    try {
      return topics.partitionsOf(topic);
    } catch (TopicNotFoundException e) {
      return List.of();
    }
  }

  @Override
  public WritablePartitions writable(Ordering ordering, int sourcePartition, int sourcePartitions) {
    return writable(
        topic, topics.partitionsOf(topic).size(), ordering, sourcePartition, sourcePartitions);
  }

  /**
   * Returns the target partitions that a shard may write. If the ordering is PARTITION, or if both
   * topics have the same number of partitions, this is the one partition with the number of the
   * source partition. Otherwise these are all partitions of the target, because the key of a record
   * decides.
   */
  static WritablePartitions writable(
      String topic, int partitions, Ordering ordering, int sourcePartition, int sourcePartitions) {
    return ordering == Ordering.PARTITION || partitions == sourcePartitions
        ? WritablePartitions.one(topic, sourcePartition)
        : WritablePartitions.all(topic, partitions);
  }

  @Override
  public TargetWriter open(DeliveryContext delivery, RecordSink transaction) {
    return new KafkaTargetWriter(
        delivery, transaction, topics.settings(topic).recordLimits(), System::currentTimeMillis);
  }

  @Override
  public void close() {}
}
