package io.reprise.replay.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.runtime.json.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplaySpecTest {
  private static final SourceRange ORDERS = new SourceRange("orders", null, null, null, null);

  @Test
  void usesDefaultsForFieldsThatAreLeftOut() {
    var spec = new ReplaySpec(null, "why", ORDERS, null, "copy", null, null, null);

    assertThat(spec.name()).isEqualTo("orders to copy");
    assertThat(spec.filter()).isEqualTo(Filter.NONE);
    assertThat(spec.ordering()).isEqualTo(Ordering.PARTITION);
    assertThat(spec.throttle()).isEqualTo(Throttle.NONE);
    assertThat(spec.onError()).isEqualTo(OnError.STOP);
    assertThat(spec.timestamps()).isEqualTo(RecordTimestamps.ORIGINAL);
    assertThat(spec.acceptExpiry()).isFalse();
    assertThat(spec.source())
        .isEqualTo(
            new SourceRange(
                "orders",
                List.of(),
                new RangeBound.Earliest(),
                new RangeBound.Latest(),
                OnMissingOffsets.FAIL));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "  "})
  void namesTheRequiredFieldThatIsMissing(String blank) {
    assertThatThrownBy(() -> new ReplaySpec(null, blank, ORDERS, null, "copy", null, null, null))
        .hasMessage("reason is missing: say why this replay is needed");
    assertThatThrownBy(() -> new ReplaySpec(null, "why", ORDERS, null, blank, null, null, null))
        .hasMessage("target is missing: name a target from the worker's configuration");
    assertThatThrownBy(() -> new SourceRange(blank, null, null, null, null))
        .hasMessage("source.topic is missing: name the topic to replay");
    assertThatThrownBy(() -> new ReplaySpec(null, "why", null, null, "copy", null, null, null))
        .hasMessage("source is missing: name the topic and the range to replay");
  }

  @Test
  void keepsAtMost500CharactersOfText() {
    var long501 = "x".repeat(501);

    assertThatThrownBy(() -> new ReplaySpec(null, long501, ORDERS, null, "copy", null, null, null))
        .hasMessage("reason has 501 characters: use at most 500");
    assertThatThrownBy(() -> new ReplaySpec(long501, "y", ORDERS, null, "copy", null, null, null))
        .hasMessage("name has 501 characters: use at most 500");
    assertThat(new ReplaySpec(null, "x".repeat(500), ORDERS, null, "c", null, null, null).reason())
        .hasSize(500);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void refusesAThrottleThatWouldNeverDeliver(long rate) {
    assertThatThrownBy(() -> new Throttle(rate, null))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessage(
            "throttle.recordsPerSecond is %d: it must be at least 1; to stop delivery, pause the replay"
                .formatted(rate));
    assertThatThrownBy(() -> new Throttle(1L, rate))
        .hasMessageStartingWith("throttle.bytesPerSecond is " + rate);
  }

  @Test
  void isUnlimitedOnlyWithoutBothRates() {
    assertThat(Throttle.NONE.isUnlimited()).isTrue();
    assertThat(new Throttle(1L, null).isUnlimited()).isFalse();
    assertThat(new Throttle(null, 1L).isUnlimited()).isFalse();
  }

  @Test
  void writesTimestampsAndExpiryOnlyIfTheyAreNotTheDefault() throws Exception {
    var usual = new ReplaySpec(null, "why", ORDERS, null, "copy", null, null, null);
    var other =
        new ReplaySpec(
            null, "why", ORDERS, null, "copy", null, null, null, RecordTimestamps.REPLAY, true);

    assertThat(Json.json().writeValueAsString(usual)).doesNotContain("timestamps", "acceptExpiry");
    var json = Json.json().writeValueAsString(other);
    assertThat(json).contains("\"timestamps\":\"REPLAY\"", "\"acceptExpiry\":true");
    assertThat(Json.json().readValue(json, ReplaySpec.class)).isEqualTo(other);
  }

  @Test
  void sortsPartitionsAndRemovesDuplicates() {
    assertThat(new SourceRange("orders", List.of(3, 1, 3), null, null, null).partitions())
        .containsExactly(1, 3);
  }

  @Test
  void passesAllWithoutAnyCondition() {
    assertThat(Filter.NONE.passesAll()).isTrue();
    assertThat(new Filter(List.of("k"), null, null).passesAll()).isFalse();
    assertThat(new Filter(null, List.of("t"), null).passesAll()).isFalse();
    assertThat(new Filter(null, null, Map.of("h", "v")).passesAll()).isFalse();
  }
}
