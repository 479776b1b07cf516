package io.reprise.archiver.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.archiver.work.PartitionSource.Ended;
import io.reprise.store.LogBatch;
import io.reprise.store.OffsetNotInLogException;
import io.reprise.store.kafka.KafkaReaderPool.LastRead;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PartitionSourceTest {
  private static final TopicPartition PARTITION = new TopicPartition("orders", 7);

  private final TestLog log = new TestLog(PARTITION);
  private final PartitionSource source = log.source();
  private final List<Long> offsets = new ArrayList<>();

  @Test
  void borrowsNoConsumerWhileThereIsNothingToRead() {
    assertThat(read()).isEqualTo(Ended.LOG_END);
    assertThat(log.consumers()).isZero();
  }

  @Test
  void readsToTheEndOfTheLogAndGivesTheConsumerBack() {
    log.endsAt(3);
    log.deliver(0, 3);

    assertThat(read()).isEqualTo(Ended.LOG_END);
    assertThat(offsets).containsExactly(0L, 1L, 2L);
    assertThat(source.position()).isEqualTo(3);
    assertConsumerIsFree();
  }

  @Test
  void givesTheConsumerBackWhenTheSinkIsFull() {
    log.endsAt(9);
    log.deliver(0, 3);

    assertThat(source.read(batch -> false)).isEqualTo(Ended.MORE_TO_READ);
    assertThat(source.position()).isEqualTo(3);
    assertThat(source.ahead()).isEqualTo(6);
    assertConsumerIsFree();
  }

  @Test
  void givesTheConsumerBackWhenKafkaReturnsNothingAndSaysSo() {
    log.endsAt(9);

    assertThat(read()).isEqualTo(Ended.UNREADABLE);
    assertThat(source.failure())
        .isEqualTo(
            "Kafka returned no records of orders-7 at offset 0 within 500 ms, although the log"
                + " ends at 9");
    assertConsumerIsFree();
  }

  @Test
  void waitsLongerAfterEachReadThatReturnedNothing() {
    log.endsAt(9);

    read();
    read();
    assertThat(source.failure()).contains("within 1000 ms");
    for (int i = 0; i < 4; i++) {
      read();
    }
    assertThat(source.failure()).contains("within 5000 ms");

    // When: the partition is read again
    log.deliver(0, 1);
    read();

    // Then
    assertThat(offsets).containsExactly(0L);
    assertThat(source.failure()).contains("at offset 1 within 500 ms");
  }

  @Test
  void saysThatNoConsumerIsFree() {
    log.endsAt(9);
    var other = borrow();

    assertThat(read()).isEqualTo(Ended.NO_CONSUMER);

    other.close();
    log.deliver(0, 9);
    assertThat(read()).isEqualTo(Ended.LOG_END);
  }

  @Test
  void borrowsNoConsumerWhileTheLeaderDoesNotReportTheEnd() {
    log.endsAt(9);
    log.stopAnsweringEnds();

    assertThat(read()).isEqualTo(Ended.UNREADABLE);
    assertThat(source.failure()).isEqualTo("the end of orders-7 is unknown: no answer of broker 3");
    assertThat(log.consumers()).isZero();
  }

  @Test
  void continuesAtItsPositionAfterAnErrorOfTheConsumer() {
    // Given
    log.endsAt(9);
    log.deliver(0, 4);
    log.fail(new org.apache.kafka.common.errors.TimeoutException("slow"));

    // When, Then
    assertThat(read()).isEqualTo(Ended.UNREADABLE);
    assertThat(source.failure()).isEqualTo("orders-7 cannot be read: slow");
    assertThat(source.position()).isEqualTo(4);

    log.deliver(4, 9);
    assertThat(read()).isEqualTo(Ended.LOG_END);
    assertThat(offsets).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
  }

  @Test
  void saysWhyNoConsumerCanBeOpened() {
    log.endsAt(9);
    log.fail(new KafkaException("wrong password"));
    read();

    assertThat(read()).isEqualTo(Ended.UNREADABLE);
    assertThat(source.failure())
        .startsWith("orders-7 cannot be read: no consumer is opened within 500 ms")
        .endsWith("wrong password");
  }

  @Test
  void passesOnThatTheLogDoesNotHaveThePosition() {
    log.endsAt(9);
    log.fail(new OffsetOutOfRangeException(Map.of(PARTITION, 0L)));

    assertThatThrownBy(this::read).isInstanceOf(OffsetNotInLogException.class);
    assertConsumerIsFree();
  }

  @Test
  void readsALogThatEndsBelowItsPositionToLearnWhatHappened() {
    // Given
    log.endsAt(3);
    log.deliver(0, 3);
    read();

    // When: the topic was recreated
    log.endsAt(1);
    log.fail(new OffsetOutOfRangeException(Map.of(PARTITION, 3L)));

    // Then
    assertThatThrownBy(this::read).isInstanceOf(OffsetNotInLogException.class);
  }

  private void assertConsumerIsFree() {
    var reader = borrow();
    reader.close();
  }

  private io.reprise.store.kafka.BorrowedReader borrow() {
    return log.readers()
        .tryBorrow(new TopicPartition("other", 0), new OffsetAndMetadata(0), LastRead.RECORDS)
        .orElseThrow();
  }

  private Ended read() {
    return source.read(this::add);
  }

  private boolean add(LogBatch batch) {
    offsets.addAll(batch.records().stream().map(ConsumerRecord::offset).toList());
    return true;
  }
}
