package io.reprise.kafka.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.kafka.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PartitionScanTest {
  private static final TopicPartition P0 = new TopicPartition("anchors", 0);

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
  private final List<Long> offsets = new ArrayList<>();

  @BeforeEach
  void assign() {
    consumer.assign(List.of(P0));
    consumer.seek(P0, 2);
  }

  @Test
  void readsFromItsPositionToTheEndThatWasGiven() {
    addTwoRecordsAt(2);

    PartitionScan.read(
        consumer, Map.of(P0, 4L), Deadline.after(Duration.ofSeconds(20)), this::collect);

    assertThat(offsets).containsExactly(2L, 3L);
  }

  @Test
  void readsNothingAtTheEnd() {
    PartitionScan.read(consumer, Map.of(P0, 2L), Deadline.after(Duration.ZERO), this::collect);

    assertThat(offsets).isEmpty();
  }

  @Test
  void saysHowFarItReadWhenTimeRunsOut() {
    addTwoRecordsAt(2);

    assertThatThrownBy(
            () ->
                PartitionScan.read(
                    consumer, Map.of(P0, 9L), Deadline.after(Duration.ofMillis(20)), this::collect))
        .isInstanceOf(TimeoutException.class)
        .hasMessage(
            "partitions were not read to their ends {anchors-0=9} within 20 ms: positions"
                + " {anchors-0=4}");
  }

  @Test
  void givesUpWhenNoRecordArrivesForTooLong() {
    addTwoRecordsAt(2);

    assertThatThrownBy(
            () ->
                PartitionScan.readWhileProgressing(
                    consumer, Map.of(P0, 9L), Duration.ofMillis(20), this::collect))
        .isInstanceOf(TimeoutException.class);
    assertThat(offsets).containsExactly(2L, 3L);
  }

  @Test
  void stopsWithTheExceptionOfItsReader() {
    assertThatThrownBy(
            () ->
                PartitionScan.readWhileProgressing(
                    consumer,
                    Map.of(P0, 9L),
                    Duration.ofHours(1),
                    batch -> {
                      throw new IllegalStateException("the service is stopping");
                    }))
        .hasMessage("the service is stopping");
  }

  private void collect(ConsumerRecords<byte[], byte[]> batch) {
    batch.forEach(record -> offsets.add(record.offset()));
  }

  private void addTwoRecordsAt(long first) {
    consumer.updateEndOffsets(Map.of(P0, first + 2));
    consumer.addRecord(new ConsumerRecord<>("anchors", 0, first, null, new byte[0]));
    consumer.addRecord(new ConsumerRecord<>("anchors", 0, first + 1, null, new byte[0]));
  }
}
