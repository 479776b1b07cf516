package io.reprise.replay.target;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.replay.Samples;
import io.reprise.replay.spec.Ordering;
import io.reprise.replay.spec.RecordTimestamps;
import io.reprise.schemas.wire.ReplayMarker;
import io.reprise.store.KeyPartition;
import io.reprise.store.facts.RecordLimits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class KafkaTargetWriterTest {
  private static final long NOW = 1_700_000_000_000L;

  private final List<ProducerRecord<byte[], byte[]>> sent = new ArrayList<>();

  @Test
  void copiesKeyValueTimestampAndHeadersAndAddsTheMarker() {
    var record = record(2, "user-1", "value");
    record.headers().add("traceparent", bytes("00-1"));
    record.headers().add("kafka_dlt-exception", bytes("other tool"));

    var result = writerOfSource(2, Ordering.PARTITION, 4).deliver(record);

    assertThat(result).isEqualTo(DeliveryResult.ACCEPTED);
    var copy = sent.get(0);
    assertThat(copy.topic()).isEqualTo("copies");
    assertThat(copy.partition()).isEqualTo(2);
    assertThat(copy.timestamp()).isEqualTo(record.timestamp());
    assertThat(copy.key()).isEqualTo(bytes("user-1"));
    assertThat(copy.value()).isEqualTo(bytes("value"));
    assertThat(copy.headers())
        .extracting(h -> h.key())
        .containsExactly("traceparent", ReplayMarker.HEADER);
    assertThat(marker(copy))
        .isEqualTo(
            new ReplayMarker(
                UUID.fromString(Samples.ID), 3, 1, "orders", 2, 7, record.timestamp()));
  }

  @Test
  void writesToThePartitionOfTheKeyWhenPartitionCountsDiffer() {
    var writer = writer(Ordering.KEY, 6, 1_000);

    writer.deliver(record(2, "user-1", "value"));
    writer.deliver(record(3, null, "value"));

    assertThat(sent.get(0).partition()).isEqualTo(KeyPartition.of(bytes("user-1"), 6));
    assertThat(sent.get(1).partition()).isEqualTo(3);
  }

  @Test
  void keepsThePartitionNumberWhenPartitionCountsAreEqual() {
    writerOfSource(2, Ordering.KEY, 4).deliver(record(2, "user-1", "value"));

    assertThat(sent.get(0).partition()).isEqualTo(2);
  }

  @Test
  void refusesARecordAboveTheLimitOfTheTopic() {
    var result = writer(Ordering.PARTITION, 4, 130).deliver(record(0, "user-1", "value"));

    assertThat(result)
        .isEqualTo(
            new DeliveryResult.Refused(
                "the record has about 139 bytes, above max.message.bytes 130 of topic 'copies'"));
    assertThat(sent).isEmpty();
  }

  @Test
  void refusesARecordThatWasReplayedTooOften() {
    var writer = writer(Ordering.PARTITION, 4, 1_000);

    assertThat(writer.deliver(replayed(KafkaTargetWriter.MAX_REPLAYS - 1)))
        .isEqualTo(DeliveryResult.ACCEPTED);
    assertThat(marker(sent.get(0)).count()).isEqualTo(KafkaTargetWriter.MAX_REPLAYS);
    assertThat(writer.deliver(replayed(KafkaTargetWriter.MAX_REPLAYS)))
        .isEqualTo(new DeliveryResult.Refused("the record was already replayed 16 times"));
    assertThat(sent).hasSize(1);
  }

  @Test
  void refusesARecordWithoutKeyIfTheTopicIsCompacted() {
    var compacted = writer(Ordering.PARTITION, 4, new RecordLimits(1_000, true, 1_000, 1_000));

    assertThat(compacted.deliver(record(0, null, "value")))
        .isEqualTo(
            new DeliveryResult.Refused("the record has no key, and topic 'copies' is compacted"));
    assertThat(compacted.deliver(record(0, "user-1", "value"))).isEqualTo(DeliveryResult.ACCEPTED);
    assertThat(sent).hasSize(1);
  }

  @Test
  void refusesANegativeTimestamp() {
    var writer = writer(Ordering.PARTITION, 4, 1_000);

    for (long timestamp : new long[] {-1, -5, Long.MIN_VALUE}) {
      assertThat(writer.deliver(recordAt(timestamp)))
          .isEqualTo(
              new DeliveryResult.Refused(
                  "the record has the negative timestamp %d, which Kafka's clients cannot write"
                      .formatted(timestamp)));
    }
    assertThat(sent).isEmpty();
  }

  @Test
  void refusesATimestampOutsideTheBoundsOfTheTopic() {
    var writer = writer(Ordering.PARTITION, 4, new RecordLimits(1_000, false, 60_000, 1_000));

    assertThat(writer.deliver(recordAt(NOW - 60_000))).isEqualTo(DeliveryResult.ACCEPTED);
    assertThat(writer.deliver(recordAt(NOW + 1_000))).isEqualTo(DeliveryResult.ACCEPTED);
    assertThat(writer.deliver(recordAt(NOW - 60_001)))
        .isEqualTo(
            new DeliveryResult.Refused(
                "the record's timestamp 2023-11-14T22:12:19.999Z is outside"
                    + " message.timestamp.before.max.ms 60000 of topic 'copies'"));
    assertThat(writer.deliver(recordAt(NOW + 1_001)))
        .isEqualTo(
            new DeliveryResult.Refused(
                "the record's timestamp 2023-11-14T22:13:21.001Z is outside"
                    + " message.timestamp.after.max.ms 1000 of topic 'copies'"));
    assertThat(sent).hasSize(2);
  }

  @Test
  void givesCopiesTheTimeOfDeliveryAndKeepsTheOriginalTimeInTheMarker() {
    var limits = new RecordLimits(1_000, false, 60_000, 1_000);
    var writer = writer(Ordering.PARTITION, 4, limits, RecordTimestamps.REPLAY);

    for (long timestamp : new long[] {1_000, NOW + 90_000, -1}) {
      sent.clear();
      assertThat(writer.deliver(recordAt(timestamp))).isEqualTo(DeliveryResult.ACCEPTED);
      assertThat(sent.get(0).timestamp()).isEqualTo(NOW);
      assertThat(marker(sent.get(0)).timestamp()).isEqualTo(timestamp);
    }
  }

  @Test
  void treatsAnUnreadableMarkerAsNone() {
    var record = record(0, "user-1", "value");
    record.headers().add(ReplayMarker.HEADER, bytes("?"));

    writer(Ordering.PARTITION, 4, 1_000).deliver(record);

    assertThat(marker(sent.get(0)).count()).isEqualTo(1);
  }

  private KafkaTargetWriter writer(Ordering ordering, int partitions, long maxBytes) {
    return writer(ordering, partitions, RecordLimits.NONE.atMost(maxBytes));
  }

  private KafkaTargetWriter writerOfSource(int sourcePartition, Ordering ordering, int partitions) {
    var limits = RecordLimits.NONE.atMost(1_000);
    return writer(sourcePartition, ordering, partitions, limits, RecordTimestamps.ORIGINAL);
  }

  private KafkaTargetWriter writer(Ordering ordering, int partitions, RecordLimits limits) {
    return writer(ordering, partitions, limits, RecordTimestamps.ORIGINAL);
  }

  private KafkaTargetWriter writer(
      Ordering ordering, int partitions, RecordLimits limits, RecordTimestamps timestamps) {
    return writer(0, ordering, partitions, limits, timestamps);
  }

  private KafkaTargetWriter writer(
      int sourcePartition,
      Ordering ordering,
      int partitions,
      RecordLimits limits,
      RecordTimestamps timestamps) {
    var writable = KafkaTarget.writable("copies", partitions, ordering, sourcePartition, 4);
    var delivery =
        new DeliveryContext(Samples.ID, 0, 3, 5, ordering, writable, timestamps, () -> true);
    return new KafkaTargetWriter(delivery, new LeasedSink(writable, sent::add), limits, () -> NOW);
  }

  private static ConsumerRecord<byte[], byte[]> replayed(int count) {
    var record = record(0, "user-1", "value");
    var earlier = new ReplayMarker(UUID.randomUUID(), 1, count, "source", 0, 1, 1);
    record.headers().add(ReplayMarker.HEADER, earlier.encode());
    return record;
  }

  private static ReplayMarker marker(ProducerRecord<byte[], byte[]> copy) {
    return ReplayMarker.decode(copy.headers().lastHeader(ReplayMarker.HEADER).value());
  }

  private static ConsumerRecord<byte[], byte[]> recordAt(long timestamp) {
    return record(0, "user-1", "value", timestamp);
  }

  private static ConsumerRecord<byte[], byte[]> record(int partition, String key, String value) {
    return record(partition, key, value, NOW);
  }

  private static ConsumerRecord<byte[], byte[]> record(
      int partition, String key, String value, long timestamp) {
    var keyBytes = key == null ? null : bytes(key);
    return new ConsumerRecord<>(
        "orders",
        partition,
        7,
        timestamp,
        TimestampType.CREATE_TIME,
        keyBytes == null ? -1 : keyBytes.length,
        value.length(),
        keyBytes,
        bytes(value),
        new RecordHeaders(),
        Optional.empty());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
