package io.reprise.ingest.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.schemas.wire.ReplayMarker;
import java.util.UUID;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class ReplayTest {
  @Test
  void tellsAReplayFromTheFirstTime() {
    var marker = new ReplayMarker(new UUID(1, 2), 1, 1, "orders", 3, 1500, 42);
    var first = new RecordHeaders();
    var replayed = new RecordHeaders().add(ReplayMarker.HEADER, marker.encode());

    assertThat(Replay.isReplay(first)).isFalse();
    assertThat(Replay.marker(first)).isEmpty();
    assertThat(Replay.isReplay(replayed)).isTrue();
    assertThat(Replay.marker(replayed)).contains(marker);
  }
}
