package io.reprise.ingest.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.schemas.wire.ReplayMarker;
import java.util.UUID;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class ReplayHeadersTest {
  @Test
  void tellsAReplayFromTheFirstTime() {
    var marker = new ReplayMarker(new UUID(1, 2), 1, 1, "orders", 3, 1500, 42);
    var first = new RecordHeaders();
    var replayed = new RecordHeaders().add(ReplayMarker.HEADER, marker.encode());

    assertThat(ReplayHeaders.isReplay(first)).isFalse();
    assertThat(ReplayHeaders.marker(first)).isEmpty();
    assertThat(ReplayHeaders.isReplay(replayed)).isTrue();
    assertThat(ReplayHeaders.marker(replayed)).contains(marker);
  }
}
