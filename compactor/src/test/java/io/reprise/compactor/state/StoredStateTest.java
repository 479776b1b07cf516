package io.reprise.compactor.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.store.fold.EventDigest;
import io.reprise.store.fold.KeyState;
import io.reprise.store.fold.Provenance;
import io.reprise.store.snapshot.Watermark;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class StoredStateTest {
  private static final Provenance PROVENANCE =
      new Provenance(3, 1_000, 1_700_000_000_000L, 42, 2, new EventDigest(0x0102, 0x0304));

  private static final String PROVENANCE_HEX =
      "00000003"
          + "00000000000003e8"
          + "0000018bcfe56800"
          + "000000000000002a"
          + "0000000000000002"
          + "0000000000000102"
          + "0000000000000304";

  @Test
  void aStateHasTheseBytes() {
    // When
    var stored = StoredState.encode(new KeyState(new byte[] {7, 8}, PROVENANCE));

    // Then
    assertThat(HexFormat.of().formatHex(stored)).isEqualTo("0101" + PROVENANCE_HEX + "0708");
    var read = StoredState.decode(stored);
    assertThat(read.state()).containsExactly(7, 8);
    assertThat(read.provenance()).isEqualTo(PROVENANCE);
    assertThat(StoredState.lastOffset(stored)).isEqualTo(1_000);
  }

  @Test
  void anEmptyStateIsNotNoState() {
    // When
    var empty = StoredState.encode(new KeyState(new byte[0], PROVENANCE));
    var none = StoredState.encode(new KeyState(null, PROVENANCE));

    // Then
    assertThat(HexFormat.of().formatHex(none)).isEqualTo("0100" + PROVENANCE_HEX);
    assertThat(StoredState.decode(empty).state()).isEmpty();
    assertThat(StoredState.decode(none).state()).isNull();
  }

  @Test
  void aNewerVersionIsRefusedInASentence() {
    // Given
    var newer = StoredState.encode(new KeyState(null, PROVENANCE));
    newer[0] = 2;

    // Then
    assertThatThrownBy(() -> StoredState.decode(newer))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("not of version 1");
    assertThatThrownBy(() -> StoredState.decode(Arrays.copyOf(newer, 10)))
        .hasMessageContaining("10 bytes");
  }

  @Test
  void aMarkHasTheseBytes() {
    // Given
    var mark =
        new PartitionMark(500, new Watermark(400, 450), 470, 3, new Uuid(1, 2), new Uuid(3, 4));

    // When
    var stored = mark.encode();

    // Then
    assertThat(HexFormat.of().formatHex(stored))
        .isEqualTo(
            "01"
                + "00000000000001f4"
                + "0000000000000190"
                + "00000000000001c2"
                + "00000000000001d6"
                + "0000000000000003"
                + "00000000000000010000000000000002"
                + "00000000000000030000000000000004");
    assertThat(PartitionMark.decode(stored)).isEqualTo(mark);
    var fresh = PartitionMark.beginning(new Uuid(1, 2), new Uuid(3, 4));
    assertThat(PartitionMark.decode(fresh.encode())).isEqualTo(fresh);
  }
}
