package io.reprise.replay.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.runtime.access.FieldMask;
import io.reprise.runtime.http.ProblemException;
import io.reprise.schemas.value.ValueReader;
import io.reprise.schemas.wire.ReplayMarker;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class RecordViewTest {
  private static final byte[] NOT_UTF_8 = {(byte) 0xff, 1};

  @Test
  void showsKeysAndHeadersAsTextIfTheyAreUtf8() {
    var record = record(bytes("user-1"));
    record.headers().add("ce_type", bytes("order.placed"));

    var view = RecordView.of(record, FieldMask.NONE, ValueReader.NONE);

    assertThat(view.key()).isEqualTo("user-1");
    assertThat(view.keyBase64()).isNull();
    assertThat(view.headers())
        .containsExactly(new RecordView.HeaderView("ce_type", "order.placed", null));
  }

  @Test
  void showsOtherKeysAndHeadersInBase64() {
    var record = record(NOT_UTF_8);
    record.headers().add("trace", NOT_UTF_8);

    var view = RecordView.of(record, FieldMask.NONE, ValueReader.NONE);

    assertThat(view.key()).isNull();
    assertThat(view.keyBase64()).isEqualTo(NOT_UTF_8);
    assertThat(view.headers().get(0).value()).isNull();
    assertThat(view.headers().get(0).valueBase64()).isEqualTo(NOT_UTF_8);
  }

  @Test
  void showsTheMarkerOfAReplayInsteadOfItsHeader() {
    var marker = new ReplayMarker(UUID.randomUUID(), 1, 1, "source", 0, 9, 1);
    var record = record(null);
    record.headers().add(ReplayMarker.HEADER, marker.encode());

    var view = RecordView.of(record, FieldMask.NONE, ValueReader.NONE);

    assertThat(view.replay()).isEqualTo(marker);
    assertThat(view.headers()).isEmpty();
    assertThat(view.key()).isNull();
  }

  @Test
  void readsStateNamesInAnyCaseAndSuggestsASimilarOne() {
    assertThat(ReplayStates.parse(" running ")).isEqualTo("RUNNING");
    assertThatThrownBy(() -> ReplayStates.parse("runing"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("state 'runing' is unknown")
        .hasMessageContaining("RUNNING");
  }

  private static ConsumerRecord<byte[], byte[]> record(byte[] key) {
    return new ConsumerRecord<>("orders", 0, 7, key, bytes("value"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
