package io.reprise.ingest.service.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.runtime.json.ByteSize;
import org.junit.jupiter.api.Test;

class InFlightTest {
  private final InFlight inFlight =
      new InFlight(new Limits(null, null, null, null, null, 2, new ByteSize(1_000), null, null));

  @Test
  void letsInWhatFits() {
    assertThat(inFlight.enter(600)).isPresent();
    assertThat(inFlight.enter(401)).isEmpty();
    assertThat(inFlight.enter(400)).isPresent();
    assertThat(inFlight.bytes()).isEqualTo(1_000);
  }

  @Test
  void letsInNoMoreRequestsThanMayBeUnderWay() {
    var first = inFlight.enter(0).orElseThrow();
    assertThat(inFlight.enter(0)).isPresent();
    assertThat(inFlight.enter(0)).isEmpty();

    first.close();

    assertThat(inFlight.enter(0)).isPresent();
  }

  @Test
  void recordsThatWaitForKafkaTakeRoomFromRequests() {
    inFlight.hold(900);
    assertThat(inFlight.enter(200)).isEmpty();

    inFlight.release(900);

    assertThat(inFlight.enter(200)).isPresent();
  }

  @Test
  void aRefusedRequestLeavesNothingBehind() {
    assertThat(inFlight.enter(2_000)).isEmpty();

    assertThat(inFlight.bytes()).isZero();
    assertThat(inFlight.requests()).isZero();
  }
}
