package io.reprise.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    assertThat(WireFormat.payload(framed).remaining()).isEqualTo(1);
    assertThat(WireFormat.payload(framed).get(0)).isEqualTo((byte) 5);
  }

  @Test
  void knowsOtherFormatsForWhatTheyAre() {
    assertThat(WireFormat.schemaId("{\"a\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .isEmpty();
    assertThat(WireFormat.schemaId(new byte[] {0, 0, 0, 1})).isEmpty();
    assertThatThrownBy(() -> WireFormat.payload(new byte[3]))
        .hasMessageContaining("3 bytes has no schema id");
  }
}
