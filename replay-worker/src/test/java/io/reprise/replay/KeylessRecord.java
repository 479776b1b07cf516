package io.reprise.replay;

import io.reprise.replay.park.ParkedMarker;
import io.reprise.replay.park.ParkedRecord;
import io.reprise.replay.spec.OnError;
import io.reprise.replay.spec.ReplaySpec;
import io.reprise.replay.spec.SourceRange;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The only record of a topic. It has no key, so that a replay into a compacted topic parks it. */
final class KeylessRecord {
  private static final byte[] VALUE = "event".getBytes(StandardCharsets.UTF_8);

  private KeylessRecord() {}

  /** Publishes the record, and waits until the broker has it. */
  static void publish(Map<String, Object> client, String topic)
      throws InterruptedException, ExecutionException {
    try (var producer =
        new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, VALUE)).get();
    }
  }

  /** Returns the spec of a replay that parks what its target refuses. */
  static ReplaySpec replay(String topic, String target) {
    return new ReplaySpec(
        null,
        "test",
        new SourceRange(topic, null, null, null, null),
        null,
        target,
        null,
        null,
        OnError.PARK);
  }

  /** Returns the record as the first shard of a replay has parked it. */
  static ProducerRecord<byte[], byte[]> parked(String replay, String topic, String parkedTopic) {
    var marker =
        new ParkedMarker(replay, 0, 1, "compacted", topic, 0, 0, 0, 1, "f", "no key", "no key");
    return ParkedRecord.of(
        new ConsumerRecord<>(topic, 0, 0, null, VALUE),
        marker,
        new TopicPartition(parkedTopic, 0),
        0);
  }
}
