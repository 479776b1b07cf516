package io.reprise.store.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.store.LogBatch;
import io.reprise.store.OffsetNotInLogException;
import io.reprise.store.OffsetRange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KafkaLogReaderTest {
  private static final TopicPartition ORDERS = new TopicPartition("orders", 2);

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");

  @BeforeEach
  void logFrom100To200() {
    consumer.updateBeginningOffsets(Map.of(ORDERS, 100L));
    consumer.updateEndOffsets(Map.of(ORDERS, 200L));
  }

  @Test
  void coversOffsetsWithoutARecord() {
    var reader = reader(110, 120);
    records(111, 113);

    var batch = read(reader);

    assertThat(batch.covered()).isEqualTo(new OffsetRange(110, 114));
    assertThat(offsets(batch)).containsExactly(111L, 113L);
    assertThat(batch.holes()).isEqualTo(2);
  }

  @Test
  void dropsRecordsOfTheLastFetchBeyondTheRange() {
    var reader = reader(110, 113);
    records(110, 111, 112, 113, 114);

    var batch = read(reader);

    assertThat(offsets(batch)).containsExactly(110L, 111L, 112L);
    assertThat(reader.position()).isEqualTo(113);
  }

  @Test
  void endsOnPositionWhenTheLastOffsetsAreHoles() {
    var reader = reader(110, 113);
    records(110, 150);

    var batch = read(reader);

    assertThat(offsets(batch)).containsExactly(110L);
    assertThat(batch.covered()).isEqualTo(new OffsetRange(110, 113));
    assertThat(read(reader)).isEqualTo(LogBatch.nothingAt(113));
  }

  @Test
  void coversNothingIfNothingArrived() {
    assertThat(read(reader(110, 113))).isEqualTo(LogBatch.nothingAt(110));
  }

  @Test
  void skipsForwardInsideItsRangeOnly() {
    var reader = reader(110, 120);

    reader.skipTo(115);

    assertThat(reader.position()).isEqualTo(115);
    assertThat(consumer.position(ORDERS)).isEqualTo(115);
    assertThatThrownBy(() -> reader.skipTo(114)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> reader.skipTo(121)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void namesTheOffsetAndTheLogIfTheOffsetIsDeleted() {
    var reader = reader(50, 120);
    consumer.schedulePollTask(
        () -> {
          throw new OffsetOutOfRangeException(Map.of(ORDERS, 50L));
        });

    assertThatThrownBy(() -> read(reader))
        .isInstanceOfSatisfying(
            OffsetNotInLogException.class,
            e -> {
              assertThat(e.offset()).isEqualTo(50);
              assertThat(e.log()).isEqualTo(new OffsetRange(100, 200));
              assertThat(e).hasMessageContaining("offset 50 of orders-2");
            });
  }

  @Test
  void returnsOnlyTheRecordsOfAKeyAndCoversTheOthers() {
    var reader = new KeyLogReader(reader(110, 120), new byte[] {1});
    records(110, 111, 112);

    var batch = reader.read(Duration.ZERO);

    assertThat(offsets(batch)).containsExactly(111L);
    assertThat(batch.covered()).isEqualTo(new OffsetRange(110, 113));
    assertThat(reader.position()).isEqualTo(113);
  }

  private KafkaLogReader reader(long from, long to) {
    return KafkaLogReader.open(consumer, ORDERS, new OffsetRange(from, to));
  }

  private static LogBatch read(KafkaLogReader reader) {
    return reader.read(Duration.ZERO);
  }

  /** Adds records. The key is one byte: 1 for an odd offset, otherwise 0. */
  private void records(long... offsets) {
    for (long offset : offsets) {
      consumer.addRecord(
          new ConsumerRecord<>(
              ORDERS.topic(), ORDERS.partition(), offset, new byte[] {(byte) (offset & 1)}, null));
    }
  }

  private static List<Long> offsets(LogBatch batch) {
    return batch.records().stream().map(ConsumerRecord::offset).toList();
  }
}
