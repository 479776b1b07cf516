package io.reprise.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class LogBatchTest {

  @Test
  void coveredOffsetsWithoutARecordAreHoles() {
    var record = new ConsumerRecord<byte[], byte[]>("t", 0, 12, null, null);

    var batch = new LogBatch(new OffsetRange(10, 15), List.of(record));

    assertThat(batch.holes()).isEqualTo(4);
    assertThat(batch.position()).isEqualTo(15);
  }

  @Test
  void anEmptyBatchCoversNoOffsets() {
    var nothing = LogBatch.nothingAt(9);

    assertThat(nothing.covered().isEmpty()).isTrue();
    assertThat(nothing.position()).isEqualTo(9);
    assertThat(nothing.holes()).isZero();
  }
}
