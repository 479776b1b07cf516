package io.reprise.runtime.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitsTest {
  @ParameterizedTest
  @CsvSource({
    "512KiB, 524288",
    "8MiB, 8388608",
    "1MB, 1000000",
    "12, 12",
    "3 b, 3",
    "1tib, 1099511627776"
  })
  void sizesAreReadInEveryUnit(String text, long bytes) {
    assertThat(ByteSize.parse(text).bytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({"-1", "1XB", "''", "many", "999999999999999999TiB"})
  void otherTextIsNotASize(String text) {
    assertThatThrownBy(() -> ByteSize.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'");
  }

  @ParameterizedTest
  @CsvSource({"0B", "1000B", "8MiB", "2GiB"})
  void aSizeIsWrittenAsItIsRead(String text) {
    assertThat(ByteSize.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource({
    "500ms, PT0.5S",
    "10s, PT10S",
    "15m, PT15M",
    "2h, PT2H",
    "7d, PT168H",
    "PT1M30S, PT1M30S"
  })
  void durationsAreReadInEveryUnit(String text, Duration duration) {
    assertThat(Durations.parse(text)).isEqualTo(duration);
    assertThat(Durations.parse(Durations.format(duration))).isEqualTo(duration);
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0s",
    "PT0.5S, 500ms",
    "PT0.0000005S, 0.0005ms",
    "PT1M30S, 1m 30s",
    "PT1H30M, 1h 30m",
    "PT168H, 7d",
    "PT49H0.25S, 2d 1h 250ms",
    "PT-1S, -1s",
    "PT-0.001S, -1ms",
    "PT-9223372036854775808S, -106751991167300d 15h 30m 7s",
  })
  void aDurationIsShownWithoutIsoForm(Duration duration, String text) {
    assertThat(Durations.text(duration)).isEqualTo(text);
  }

  @Test
  void otherTextIsNotADuration() {
    assertThatThrownBy(() -> Durations.parse("soon"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'soon' is not a duration");
  }

  @Test
  void aCloseWordIsSuggestedAndOtherwiseAllAreListed() {
    assertThat(Suggestion.among("prot", List.of("host", "port")))
        .isEqualTo(": did you mean 'port'?");
    assertThat(Suggestion.among("unlike", List.of("host", "port")))
        .isEqualTo(": known are host, port");
    assertThat(Suggestion.among("x", List.of())).isEmpty();
  }
}
