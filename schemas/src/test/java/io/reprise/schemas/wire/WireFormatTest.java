package io.reprise.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class WireFormatTest {
  @Test
  void putsAZeroAndTheIdInFront() {
    var framed = WireFormat.frame(0x01020304, new byte[] {9, 8});

    assertThat(HexFormat.of().formatHex(framed)).isEqualTo("00010203040908");
  }

  @Test
  void findsIdAndPayloadAgain() {
    var framed = WireFormat.frame(77, new byte[] {5});

    assertThat(WireFormat.schemaId(framed)).hasValue(77);
    assertThat(framed).hasSize(WireFormat.PREFIX_BYTES + 1);
    assertThat(framed[WireFormat.PREFIX_BYTES]).isEqualTo((byte) 5);
  }

  @Test
  void knowsOtherFormatsForWhatTheyAre() {
    assertThat(WireFormat.schemaId("{\"a\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .isEmpty();
    assertThat(WireFormat.schemaId(new byte[] {0, 0, 0, 1})).isEmpty();
    assertThat(WireFormat.schemaId(new byte[3])).isEmpty();
  }
}
