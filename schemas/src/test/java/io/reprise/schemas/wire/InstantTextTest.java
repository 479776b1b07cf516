package io.reprise.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstantTextTest {
  private static final int RANDOM_TIMES = 20_000;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1970-01-01T00:00:00Z",
        "1969-12-31T23:59:59.999999999Z",
        "2026-01-31T12:00:00Z",
        "2026-01-31T12:00:00.1Z",
        "2026-01-31T12:00:00.120Z",
        "2026-01-31T12:00:00.001234Z",
        "2026-01-31T12:00:00.000000001Z",
        "2024-02-29T23:59:59.100Z",
        "0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999999Z",
        "+10000-01-01T00:00:00Z",
        "-0001-12-31T23:59:59.999999999Z",
        "-1000000000-01-01T00:00:00Z",
        "+1000000000-12-31T23:59:59.999999999Z",
      })
  void isTheTextOfTheJdk(String text) {
    var time = Instant.parse(text);

    assertThat(text(time)).isEqualTo(time.toString());
  }

  @Test
  void isTheTextOfTheJdkForRandomTimes() {
    var random = new SplittableRandom(42);
    long first = Instant.parse("-0100-01-01T00:00:00Z").getEpochSecond();
    long end = Instant.parse("+10100-01-01T00:00:00Z").getEpochSecond();

    for (int i = 0; i < RANDOM_TIMES; i++) {
      int unit = new int[] {1, 1_000, 1_000_000, 1_000_000_000}[i % 4];
      var time =
          Instant.ofEpochSecond(
              random.nextLong(first, end), (long) unit * random.nextInt(1_000_000_000 / unit));
      assertThat(text(time)).isEqualTo(time.toString());
    }
  }

  private static String text(Instant time) {
    return new String(InstantText.ascii(time), StandardCharsets.US_ASCII);
  }
}
