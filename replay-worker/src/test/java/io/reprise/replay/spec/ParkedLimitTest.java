package io.reprise.replay.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParkedLimitTest {

  @Test
  void isExceededOnlyIfShareAndNumberAre() {
    var limit = new ParkedLimit(0.1, 10);

    assertThat(limit.isExceeded(10, 0)).isFalse();
    assertThat(limit.isExceeded(11, 0)).isTrue();
    assertThat(limit.isExceeded(11, 99)).isFalse();
    assertThat(limit.isExceeded(12, 107)).isTrue();
  }

  @Test
  void aShareOfOneNeverPauses() {
    assertThat(new ParkedLimit(1, 0).isExceeded(1_000_000, 0)).isFalse();
    assertThat(new ParkedLimit(0, 0).isExceeded(1, 1_000_000)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void refusesAShareOutsideItsRange(double share) {
    assertThatThrownBy(() -> new ParkedLimit(share, 1))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessageContaining("parkedLimit.share");
  }

  @Test
  void isRefusedUnlessTheReplayParks() {
    var source = new SourceRange("orders", null, null, null, null);

    assertThatThrownBy(
            () ->
                new ReplaySpec("r", "why", source, null, "copy", null, null, OnError.SKIP)
                    .withParkedLimit(ParkedLimit.DEFAULT))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessage(
            "parkedLimit is given, but onError is SKIP: give onError PARK, or leave the limit out");
  }
}
