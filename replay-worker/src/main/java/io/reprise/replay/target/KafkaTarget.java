package io.reprise.replay.target;

import io.reprise.replay.spec.Ordering;
import io.reprise.schemas.wire.ReplayMarker;
import io.reprise.store.KeyPartition;
import io.reprise.store.facts.PartitionFacts;
import io.reprise.store.facts.TopicInspector;
import io.reprise.store.facts.TopicNotFoundException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A topic of the workers' own cluster. Records ride in the slot's transaction, so each is there
 * exactly once, with key, value, timestamp and headers as they were and the {@link ReplayMarker}
 * added.
 */
public final class KafkaTarget implements ReplayTarget {
  /**
   * A record that has been through this many replays is not replayed again: it goes in a circle.
   */
  static final int MOST_REPLAYS = 16;

  /** What Kafka adds to a single record's content, at most: batch header, lengths, deltas. */
  private static final int RECORD_OVERHEAD_BYTES = 128;

  private final String name;
  private final String topic;
  private final TopicInspector topics;

  public KafkaTarget(String name, String topic, TopicInspector topics) {
    this.name = name;
    this.topic = topic;
    this.topics = topics;
  }

  @Override
  public TargetFacts facts() {
    var facts = topics.inspect(topic);
    return new TargetFacts(
        name,
        "each record exactly once in topic '" + topic + "'",
        topic,
        facts.partitions().stream()
            .collect(Collectors.toMap(PartitionFacts::partition, PartitionFacts::highWatermark)));
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
  public TargetWriter open(DeliveryContext delivery, RecordSink transaction) {
    var facts = topics.inspect(topic);
    return new Writer(
        delivery, transaction, facts.partitions().size(), topics.maxRecordBytes(topic));
  }

  @Override
  public void close() {}

  private final class Writer implements TargetWriter {
    private final UUID replay;
    private final DeliveryContext delivery;
    private final RecordSink transaction;
    private final int partitions;
    private final long maxBytes;

    Writer(DeliveryContext delivery, RecordSink transaction, int partitions, long maxBytes) {
      this.replay = UUID.fromString(delivery.replay());
      this.delivery = delivery;
      this.transaction = transaction;
      this.partitions = partitions;
      this.maxBytes = maxBytes;
    }

    @Override
    public DeliveryResult deliver(ConsumerRecord<byte[], byte[]> record) {
      int count = replaysOf(record.headers()) + 1;
      if (count > MOST_REPLAYS) {
        return new DeliveryResult.Refused(
            "it has been through " + MOST_REPLAYS + " replays already");
      }
      var headers = new RecordHeaders();
      long bytes = RECORD_OVERHEAD_BYTES + length(record.key()) + length(record.value());
      for (Header header : record.headers()) {
        if (DeliveredHeaders.keeps(header.key())) {
          headers.add(header);
          bytes += 10 + 3L * header.key().length() + length(header.value());
        }
      }
      if (bytes > maxBytes) {
        return new DeliveryResult.Refused(
            "with about %d bytes it is above max.message.bytes %d of topic '%s'"
                .formatted(bytes, maxBytes, topic));
      }
      headers.add(ReplayMarker.HEADER, marker(record, count).encode());
      transaction.send(
          new ProducerRecord<>(
              topic, partition(record), record.timestamp(), record.key(), record.value(), headers));
      return DeliveryResult.ACCEPTED;
    }

    private ReplayMarker marker(ConsumerRecord<byte[], byte[]> record, int count) {
      return new ReplayMarker(
          replay,
          delivery.attempt(),
          count,
          record.topic(),
          record.partition(),
          record.offset(),
          record.timestamp());
    }

    /** The same number where order is by partition or nothing was repartitioned; else by key. */
    private int partition(ConsumerRecord<byte[], byte[]> record) {
      if (delivery.ordering() == Ordering.PARTITION || partitions == delivery.sourcePartitions()) {
        return record.partition();
      }
      return record.key() == null
          ? record.partition() % partitions
          : KeyPartition.of(record.key(), partitions);
    }

    @Override
    public void settle() {}

    @Override
    public void close() {}
  }

  private static int replaysOf(Headers headers) {
    var header = headers.lastHeader(ReplayMarker.HEADER);
    if (header == null) {
      return 0;
    }
    try {
      return ReplayMarker.decode(header.value()).count();
    } catch (IllegalArgumentException e) {
      return 0;
    }
  }

  private static int length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }
}
