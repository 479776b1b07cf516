package io.reprise.archiver.operate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestorerTest {
  private static ConsumerRecord<byte[], byte[]> archived(long timestamp) {
    return new ConsumerRecord<>(
        "orders",
        3,
        7,
        timestamp,
        TimestampType.CREATE_TIME,
        1,
        1,
        new byte[] {1},
        new byte[] {2},
        new RecordHeaders().add("h", new byte[] {3}),
        Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1_769_860_800_000L, Long.MAX_VALUE})
  void aCopyHasEverythingButTheOffset(long timestamp) {
    var copy = Restorer.copy("restored", archived(timestamp));

    assertThat(copy.topic()).isEqualTo("restored");
    assertThat(copy.partition()).isEqualTo(3);
    assertThat(copy.timestamp()).isEqualTo(timestamp);
    assertThat(copy.key()).containsExactly(1);
    assertThat(copy.value()).containsExactly(2);
    assertThat(copy.headers().lastHeader("h").value()).containsExactly(3);
  }

  @Test
  void aCopyOfARecordWithoutATimestampLeavesTheTimestampToTheProducer() {
    assertThat(Restorer.copy("restored", archived(-1)).timestamp()).isNull();
  }
}
