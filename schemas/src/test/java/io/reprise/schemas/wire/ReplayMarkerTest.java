package io.reprise.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReplayMarkerTest {
  private static final ReplayMarker MARKER =
      new ReplayMarker(
          UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"),
          1,
          2,
          "orders",
          300,
          1L << 40,
          -1);

  @Test
  void hasTheseBytes() {
    assertThat(HexFormat.of().formatHex(MARKER.encode()))
        .isEqualTo("0100112233445566778899aabbccddeeff0102ac02808080808020016f7264657273");
  }

  @Test
  void comesBackAsItWas() {
    var random = new Random(7);
    for (int i = 0; i < 10_000; i++) {
      var marker =
          new ReplayMarker(
              new UUID(random.nextLong(), random.nextLong()),
              random.nextInt(Integer.MAX_VALUE),
              random.nextInt(Integer.MAX_VALUE),
              "t" + random.nextInt(),
              random.nextInt(Integer.MAX_VALUE),
              random.nextLong() >>> 1,
              random.nextLong());

      assertThat(ReplayMarker.decode(marker.encode())).isEqualTo(marker);
    }
  }

  @Test
  void refusesAnUnknownVersionByName() {
    var bytes = MARKER.encode();
    bytes[0] = 9;

    assertThatThrownBy(() -> ReplayMarker.decode(bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("version 9");
  }

  @Test
  void refusesEveryTruncationOfItsFixedPart() {
    var bytes = MARKER.encode();
    int fixed = bytes.length - "orders".length();
    for (int length = 0; length < fixed; length++) {
      var cut = java.util.Arrays.copyOf(bytes, length);

      assertThatThrownBy(() -> ReplayMarker.decode(cut))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
