package io.reprise.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OffsetRangeTest {

  @Test
  void containsItsStartAndNotItsEnd() {
    var range = new OffsetRange(10, 20);

    assertThat(range.contains(9)).isFalse();
    assertThat(range.contains(10)).isTrue();
    assertThat(range.contains(19)).isTrue();
    assertThat(range.contains(20)).isFalse();
    assertThat(range.span()).isEqualTo(10);
  }

  @Test
  void mayBeEmpty() {
    var empty = new OffsetRange(7, 7);

    assertThat(empty.isEmpty()).isTrue();
    assertThat(empty.contains(7)).isFalse();
    assertThat(empty.overlaps(empty)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"-1, 5", "5, 4", "-2, -1"})
  void refusesAnEndBelowTheStart(long from, long to) {
    assertThatThrownBy(() -> new OffsetRange(from, to))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[" + from + ", " + to + ")");
  }

  @ParameterizedTest
  @CsvSource({"0, 10, false", "0, 11, true", "15, 16, true", "19, 30, true", "20, 30, false"})
  void overlapsARangeThatSharesAnOffset(long from, long to, boolean overlaps) {
    var range = new OffsetRange(10, 20);
    var other = new OffsetRange(from, to);

    assertThat(range.overlaps(other)).isEqualTo(overlaps);
    assertThat(other.overlaps(range)).isEqualTo(overlaps);
  }

  @Test
  void isPrintedWithAnExclusiveEnd() {
    assertThat(new OffsetRange(1500, 2000)).hasToString("[1500, 2000)");
  }
}
