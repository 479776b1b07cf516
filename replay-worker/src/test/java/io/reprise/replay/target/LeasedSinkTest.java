package io.reprise.replay.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class LeasedSinkTest {
  private final List<ProducerRecord<byte[], byte[]>> sent = new ArrayList<>();

  @Test
  void passesOnWhatTheClaimNames() {
    var sink = new LeasedSink(new WritablePartitions("copies", 1, 3), sent::add);

    sink.send(record("copies", 1));
    sink.send(record("copies", 2));

    assertThat(sent).extracting(ProducerRecord::partition).containsExactly(1, 2);
  }

  @Test
  void refusesWhatTheClaimDoesNotName() {
    var sink = new LeasedSink(new WritablePartitions("copies", 1, 3), sent::add);

    for (var record :
        List.of(record("copies", 0), record("copies", 3), record("others", 1), record("x", null))) {
      assertThatThrownBy(() -> sink.send(record))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("the claim does not allow a write to partition");
    }
    assertThatThrownBy(
            () -> new LeasedSink(WritablePartitions.NONE, sent::add).send(record("copies", 0)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(sent).isEmpty();
  }

  @Test
  void passesOnWhatIsParkedInTheNamedPartition() {
    var writable = WritablePartitions.NONE.withParked(new TopicPartition("copies.parked", 1));
    var sink = new LeasedSink(writable, sent::add);

    sink.send(record("copies.parked", 1));

    assertThat(sent).hasSize(1);
    assertThat(writable.partitions()).containsExactly(new TopicPartition("copies.parked", 1));
    assertThatThrownBy(() -> sink.send(record("copies.parked", 0)))
        .isInstanceOf(IllegalStateException.class);
  }

  private static ProducerRecord<byte[], byte[]> record(String topic, Integer partition) {
    return new ProducerRecord<>(topic, partition, new byte[0], new byte[0]);
  }
}
