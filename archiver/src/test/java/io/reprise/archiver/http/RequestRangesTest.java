package io.reprise.archiver.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestRangesTest {
  private static HoldRequest since(String time) {
    return new HoldRequest("orders", null, null, Instant.parse(time), "audit");
  }

  private static RangeRequest range(Long from, Long to) {
    return new RangeRequest("orders", null, from, to, null, null, null, null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"+999999999-01-01T00:00:00Z", "-999999999-01-01T00:00:00Z"})
  void aHoldSinceATimeThatKafkaCannotHaveIsRefused(String time) {
    assertThatThrownBy(() -> since(time))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "since is "
                + time
                + ": give a time from -292275055-05-16T16:47:04.192Z to"
                + " +292278994-08-17T07:12:55.807Z");
    assertThat(since("0001-01-01T00:00:00Z").since()).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({"PT-1S, -1s", "P36501D, 36501d", "PT239999999999976H, 9999999999999d"})
  void anAgeOfGarbageThatNoObjectCanHaveIsRefused(Duration age, String shown) {
    assertThatThrownBy(() -> new GarbageCollectionRequest(null, null, age))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("leastAge is " + shown + ": give 0s to 36500d");
  }

  @Test
  void aRangeBeginsAtAnOffsetAndEndsNotBelowIt() {
    assertThatThrownBy(() -> range(-1L, null))
        .hasMessage("from is -1: give an offset of 0 or more");
    assertThatThrownBy(() -> range(5L, 1L))
        .hasMessage("to is 1: give an offset of 5 or more, the start of the range");
    assertThatThrownBy(() -> range(null, -1L))
        .hasMessage("to is -1: give an offset of 0 or more, the start of the range");
    assertThat(range(null, null).range().from()).isZero();
    assertThat(range(5L, 6L).range().to()).isEqualTo(6);
  }
}
