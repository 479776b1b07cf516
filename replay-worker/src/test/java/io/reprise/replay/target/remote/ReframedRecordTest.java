package io.reprise.replay.target.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.schemas.wire.WireFormat;
import java.nio.charset.StandardCharsets;
import java.util.function.IntUnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReframedRecordTest {
  private static final byte[] KEY = WireFormat.frame(7, new byte[3]);

  @Test
  void theIdIsReplacedAndNothingElse() {
    var record = record(WireFormat.frame(7, bytes("avro")));

    var reframed = ReframedRecord.of(record, id -> id + 100);

    assertThat(reframed.value()).isEqualTo(WireFormat.frame(107, bytes("avro")));
    assertThat(reframed.key()).isSameAs(KEY);
    assertThat(reframed.offset()).isEqualTo(record.offset());
    assertThat(reframed.timestamp()).isEqualTo(record.timestamp());
    assertThat(reframed.headers()).isSameAs(record.headers());
  }

  @Test
  void theRecordThatWasReadStaysAsItWas() {
    var record = record(WireFormat.frame(7, bytes("avro")));

    var unused = ReframedRecord.of(record, id -> 8);

    assertThat(record.value()).isEqualTo(WireFormat.frame(7, bytes("avro")));
  }

  @Test
  void aValueWithoutPrefixPassesUnchanged() {
    for (var value : new byte @Nullable [][] {null, new byte[0], bytes("text"), new byte[4]}) {
      var record = record(value);

      assertThat(ReframedRecord.of(record, unexpected())).isSameAs(record);
    }
  }

  @Test
  void aRecordWhoseIdStaysTheSameIsNotCopied() {
    var record = record(WireFormat.frame(7, bytes("avro")));

    assertThat(ReframedRecord.of(record, id -> id)).isSameAs(record);
  }

  @Test
  void theErrorOfAnUnknownIdIsThrown() {
    var record = record(WireFormat.frame(7, bytes("avro")));

    assertThatThrownBy(() -> ReframedRecord.of(record, unexpected()))
        .isInstanceOf(IllegalStateException.class);
  }

  private static IntUnaryOperator unexpected() {
    return id -> {
      throw new IllegalStateException("asked for id " + id);
    };
  }

  private static ConsumerRecord<byte[], byte[]> record(byte @Nullable [] value) {
    return new ConsumerRecord<>("orders", 1, 5, KEY, value);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
