package io.reprise.embedded.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/**
 * The offset for a time is that of the first record, in offset order, with that timestamp or a
 * later one.
 */
public interface TimestampContract extends OnBroker {
  Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @Test
  default void offsetForATimeIsTheFirstRecordNoOlder() {
    var partition = topicWithRecordsAt(NOON, NOON.plusSeconds(10), NOON.plusSeconds(20));
    assertThat(offsetFor(partition, NOON)).isEqualTo(0);
    assertThat(offsetFor(partition, NOON.plusSeconds(1))).isEqualTo(1);
    assertThat(offsetFor(partition, NOON.plusSeconds(20))).isEqualTo(2);
    assertThat(offsetFor(partition, NOON.plusSeconds(21))).isEqualTo(-1);
  }

  /**
   * A time range may therefore contain records that are older than its start, because they arrived
   * late.
   */
  @Test
  default void lateRecordDoesNotMoveTheOffsetForATime() {
    var partition = topicWithRecordsAt(NOON.plusSeconds(10), NOON, NOON.plusSeconds(20));
    assertThat(offsetFor(partition, NOON.plusSeconds(5))).isEqualTo(0);
    assertThat(offsetFor(partition, NOON.plusSeconds(15))).isEqualTo(2);
  }

  @Test
  default void logAppendTimeReplacesTheProducersTimestamp() {
    var partition = clients().topic(Map.of("message.timestamp.type", "LogAppendTime"));
    send(partition, NOON);

    var record = clients().committed(partition).get(0);
    assertThat(record.timestampType()).isEqualTo(TimestampType.LOG_APPEND_TIME);
    assertThat(record.timestamp()).isNotEqualTo(NOON.toEpochMilli());
  }

  private TopicPartition topicWithRecordsAt(Instant... times) {
    var partition = clients().topic(Map.of("message.timestamp.type", "CreateTime"));
    send(partition, times);
    return partition;
  }

  private void send(TopicPartition partition, Instant... times) {
    try (var producer = clients().producer()) {
      for (var time : times) {
        producer.send(
            new ProducerRecord<>(partition.topic(), 0, time.toEpochMilli(), "key", "value"));
      }
    }
  }

  /** The offset for {@code time}, or -1 if every record is older. */
  private long offsetFor(TopicPartition partition, Instant time) {
    try (var reader = clients().reader(partition, 0)) {
      var found = reader.offsetsForTimes(Map.of(partition, time.toEpochMilli())).get(partition);
      return found == null ? -1 : found.offset();
    }
  }
}
