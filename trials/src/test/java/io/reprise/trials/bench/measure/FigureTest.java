package io.reprise.trials.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.runtime.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class FigureTest {
  private static final Samples SAMPLES = new Samples(List.of(3.0, 1.0, 2.0, 4.0));

  @Test
  void samplesHaveAMedianAndAMinimumAndMaximum() {
    assertThat(SAMPLES.median()).isEqualTo(2.5);
    assertThat(new Samples(List.of(3.0, 9.0, 1.0)).median()).isEqualTo(3.0);
    assertThat(SAMPLES.min()).isEqualTo(1.0);
    assertThat(SAMPLES.max()).isEqualTo(4.0);
  }

  @Test
  void refusesAnEmptyListOfSamples() {
    assertThatThrownBy(() -> new Samples(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aLimitIsComparedWithTheWorstValue() {
    assertThat(Figure.worstBelow("f", SAMPLES, "s", 4.0, "").met()).isFalse();
    assertThat(Figure.worstBelow("f", SAMPLES, "s", 4.1, "").value()).isEqualTo(4.0);
  }

  @Test
  void aGoalSaysWhetherItIsAnUpperOrLowerBound() {
    assertThat(Figure.atMost("f", SAMPLES, "ratio", 2.5, "").met()).isTrue();
    assertThat(Figure.atMost("f", SAMPLES, "ratio", 2.5, "").goalIs()).isEqualTo("at most");
    assertThat(Figure.below("f", SAMPLES, "ratio", 2.5, "").met()).isFalse();
    assertThat(Figure.below("f", SAMPLES, "ratio", 2.5, "").goalIs()).isEqualTo("below");
    assertThat(Figure.atLeast("f", SAMPLES, "ratio", 2.5, "").goalIs()).isEqualTo("at least");
  }

  @Test
  void aBaselineMayHaveAPeer() {
    var pairs = new PeerComparison(List.of(new PeerComparison.Pair(30, 20)));
    var json = Json.json().valueToTree(Figure.baselineOfPairs("f", pairs, "MiB", "small", "how"));

    assertThat(json.path("ratio").asDouble()).isEqualTo(1.5);
    assertThat(json.has("goal")).isFalse();
    assertThat(json.has("goalIs")).isFalse();
    assertThat(json.has("met")).isFalse();
  }

  @Test
  void aBaselineHasNoVerdict() {
    var json = Json.json().valueToTree(Figure.baseline("f", SAMPLES, "users/s", "how"));

    assertThat(json.has("met")).isFalse();
    assertThat(json.has("peer")).isFalse();
    assertThat(json.path("value").asDouble()).isEqualTo(2.5);
    assertThat(json.path("spread").toString()).isEqualTo("[1.0,4.0]");
  }
}
