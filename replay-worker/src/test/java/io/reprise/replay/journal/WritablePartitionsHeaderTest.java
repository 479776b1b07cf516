package io.reprise.replay.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.replay.target.WritablePartitions;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WritablePartitionsHeaderTest {

  @Test
  void isWrittenAsTopicAndRange() {
    assertThat(text(WritablePartitions.one("copies", 3))).isEqualTo("copies/3-4");
    assertThat(text(WritablePartitions.all("copies", 12))).isEqualTo("copies/0-12");
    assertThat(text(WritablePartitions.NONE)).isEmpty();
    assertThat(WritablePartitionsHeader.header(WritablePartitions.NONE).key())
        .isEqualTo("reprise-may-write");
  }

  @Test
  void isReadAsWritten() {
    assertThat(WritablePartitionsHeader.of(record("copies-2.v1/0-12")))
        .hasValue(WritablePartitions.all("copies-2.v1", 12));
    assertThat(WritablePartitionsHeader.of(record(""))).hasValue(WritablePartitions.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"copies", "copies/3", "copies/4-4", "copies/0-2 others/1-2", "/0-1"})
  void namesNothingIfAnotherVersionWroteIt(String text) {
    assertThat(WritablePartitionsHeader.of(record(text))).isEmpty();
  }

  @Test
  void namesNothingIfItIsMissing() {
    var record = new ConsumerRecord<byte[], byte[]>("progress", 0, 0, null, null);

    assertThat(WritablePartitionsHeader.of(record)).isEmpty();
  }

  @Test
  void namesThePartitionToWhichTheShardParks() {
    var parked = new TopicPartition("copies.parked", 2);

    assertThat(text(WritablePartitions.one("copies", 3).withParked(parked)))
        .isEqualTo("copies/3-4 copies.parked/2");
    assertThat(text(WritablePartitions.NONE.withParked(parked))).isEqualTo(" copies.parked/2");
    assertThat(WritablePartitionsHeader.of(record("copies/3-4 copies.parked/2")))
        .hasValue(WritablePartitions.one("copies", 3).withParked(parked));
    assertThat(WritablePartitionsHeader.of(record(" copies.parked/2")))
        .hasValue(WritablePartitions.NONE.withParked(parked));
    for (var text : new String[] {" ", "copies/3-4 ", "copies/3-4 p/0-1", "copies/3-4 p/0 q/0"}) {
      assertThat(WritablePartitionsHeader.of(record(text))).as(text).isEmpty();
    }
  }

  private static String text(WritablePartitions writable) {
    return new String(WritablePartitionsHeader.header(writable).value(), StandardCharsets.UTF_8);
  }

  private static ConsumerRecord<byte[], byte[]> record(String text) {
    var record = new ConsumerRecord<byte[], byte[]>("progress", 0, 0, null, null);
    record.headers().add(WritablePartitionsHeader.HEADER, text.getBytes(StandardCharsets.UTF_8));
    return record;
  }
}
