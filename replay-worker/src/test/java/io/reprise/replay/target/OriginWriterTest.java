package io.reprise.replay.target;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.replay.Samples;
import io.reprise.replay.spec.Ordering;
import io.reprise.replay.spec.RecordTimestamps;
import io.reprise.schemas.wire.ReplayMarker;
import io.reprise.store.KeyPartition;
import io.reprise.store.facts.RecordLimits;
import java.nio.ByteBuffer;
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

class OriginWriterTest {
  private static final long NOW = 1_700_000_000_000L;

  private final List<ProducerRecord<byte[], byte[]>> sent = new ArrayList<>();
  private final OriginWriter writer = writer();
  private final RecordHeaders headers = new RecordHeaders();

  @Test
  void sendsADeadLetterBackToItsTopicAndPartitionWithoutTheHeadersOfItsFailure() {
    add("ce_type", "order.paid");
    add("kafka_dlt-original-topic", "orders");
    headers.add("kafka_dlt-original-partition", ByteBuffer.allocate(4).putInt(2).array());
    add("kafka_dlt-exception-fqcn", "com.acme.BillingException");

    assertThat(writer.deliver(letter())).isEqualTo(DeliveryResult.ACCEPTED);

    var copy = sent.get(0);
    assertThat(copy.topic()).isEqualTo("orders");
    assertThat(copy.partition()).isEqualTo(2);
    assertThat(copy.headers())
        .extracting(h -> h.key())
        .containsExactly("ce_type", ReplayMarker.HEADER);
    var marker = marker(copy);
    assertThat(marker.topic()).isEqualTo("orders.DLT");
    assertThat(marker.count()).isEqualTo(1);
  }

  @Test
  void theKeyDecidesIfTheHeadersNameNoPartitionOfTheTopic() {
    add("__connect.errors.topic", "orders");
    add("__connect.errors.partition", "9");

    assertThat(writer.deliver(letter())).isEqualTo(DeliveryResult.ACCEPTED);

    assertThat(sent.get(0).partition()).isEqualTo(KeyPartition.of(bytes("user-1"), 4));
  }

  @Test
  void sendsACopyOfAReplayBackToTheSourceOfThatReplay() {
    headers.add(ReplayMarker.HEADER, copied("orders", 3).encode());

    assertThat(writer.deliver(letter())).isEqualTo(DeliveryResult.ACCEPTED);

    assertThat(sent.get(0).partition()).isEqualTo(3);
    assertThat(marker(sent.get(0)).count()).isEqualTo(6);
  }

  @Test
  void aRecordThatFailedAfterAReplayCameFromTheTopicInWhichItFailed() {
    headers.add(ReplayMarker.HEADER, copied("orders.DLT", 3).encode());
    add("kafka_dlt-original-topic", "orders");
    headers.add("kafka_dlt-original-partition", ByteBuffer.allocate(4).putInt(1).array());

    assertThat(writer.deliver(letter())).isEqualTo(DeliveryResult.ACCEPTED);

    assertThat(sent.get(0).partition()).isEqualTo(1);
    assertThat(marker(sent.get(0)).count()).isEqualTo(6);
  }

  @Test
  void refusesARecordOfAnotherTopicByName() {
    add("__streams.errors.topic", "payments");

    assertThat(writer.deliver(letter()))
        .isEqualTo(
            new DeliveryResult.Refused(
                "the record came from topic 'payments', and the target writes to topic 'orders'"));
    assertThat(sent).isEmpty();
  }

  @Test
  void refusesARecordWhoseHeadersNameNoTopic() {
    add(ReplayMarker.HEADER, "?");

    assertThat(writer.deliver(letter()))
        .isEqualTo(
            new DeliveryResult.Refused("no header of the record names the topic it came from"));
    assertThat(sent).isEmpty();
  }

  private OriginWriter writer() {
    var writable = WritablePartitions.all("orders", 4);
    var delivery =
        new DeliveryContext(
            Samples.ID,
            0,
            3,
            5,
            Ordering.PARTITION,
            writable,
            RecordTimestamps.ORIGINAL,
            () -> true);
    var copies =
        new KafkaTargetWriter(
            delivery, new LeasedSink(writable, sent::add), RecordLimits.NONE, () -> NOW);
    return new OriginWriter("orders", writable, copies);
  }

  private ConsumerRecord<byte[], byte[]> letter() {
    return new ConsumerRecord<>(
        "orders.DLT",
        0,
        7,
        NOW,
        TimestampType.CREATE_TIME,
        6,
        5,
        bytes("user-1"),
        bytes("value"),
        headers,
        Optional.empty());
  }

  private static ReplayMarker copied(String source, int partition) {
    return new ReplayMarker(UUID.randomUUID(), 1, 5, source, partition, 1, 1);
  }

  private static ReplayMarker marker(ProducerRecord<byte[], byte[]> copy) {
    return ReplayMarker.decode(copy.headers().lastHeader(ReplayMarker.HEADER).value());
  }

  private void add(String name, String value) {
    headers.add(name, bytes(value));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
