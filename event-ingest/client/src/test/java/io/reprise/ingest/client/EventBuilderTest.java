package io.reprise.ingest.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.schemas.wire.WireFormat;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EventBuilderTest {
  private static final byte[] DATA = WireFormat.frame(7, new byte[] {1});

  @Test
  void isAboutItsUserUnlessToldOtherwise() {
    var event = Event.of("ordered", "user-7").source("/shop").encoded(DATA);

    assertThat(event.userId()).isEqualTo("user-7");
    assertThat(event.attributes().subject()).isEqualTo("user-7");
    assertThat(event.attributes().extensions()).isEmpty();
    assertThat(UUID.fromString(event.attributes().id())).isNotNull();
  }

  @Test
  void namesTheUserAsPartitionKeyWhenItIsAboutSomethingElse() {
    var event =
        Event.of("ordered", "user-7")
            .source("/shop")
            .id("o-1")
            .subject("order-1")
            .time(Instant.EPOCH)
            .extension("traceparent", "00-ab")
            .encoded(DATA);

    assertThat(event.attributes().id()).isEqualTo("o-1");
    assertThat(event.attributes().subject()).isEqualTo("order-1");
    assertThat(event.attributes().extensions())
        .isEqualTo(Map.of("partitionkey", "user-7", "traceparent", "00-ab"));
  }

  @Test
  void refusesWhatNoReaderCouldUse() {
    assertThatThrownBy(() -> Event.of("ordered", "user-7").encoded(DATA))
        .hasMessageContaining("'source'");
    assertThatThrownBy(() -> Event.of("", "user-7").source("/shop").encoded(DATA))
        .hasMessageContaining("'type'");
    assertThatThrownBy(() -> Event.of("ordered", "").source("/shop").encoded(DATA))
        .hasMessageContaining("user id");
    assertThatThrownBy(() -> Event.of("ordered", "user-7").extension("Trace-Id", "1"))
        .hasMessageContaining("'Trace-Id'");
    assertThatThrownBy(
            () -> Event.of("ordered", "user-7").source("/shop").encoded(new byte[] {1, 2}))
        .hasMessageContaining("wire format");
  }
}
