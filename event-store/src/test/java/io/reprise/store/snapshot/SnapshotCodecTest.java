package io.reprise.store.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.store.fold.EventDigest;
import io.reprise.store.fold.Provenance;
import io.reprise.store.fold.ReducerId;
import java.util.HexFormat;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class SnapshotCodecTest {
  private static final Provenance PROVENANCE =
      new Provenance(3, 17, 1_700_000_000_000L, 4, 1, new EventDigest(0x1122, 0x3344));
  private static final byte[] FRAMED = {0, 0, 0, 0, 42, 1};
  private static final String GOLDEN =
      "01"
          + "00000002"
          + "0000002a"
          + "00000003"
          + "0000000000000011"
          + "0000018bcfe56800"
          + "0000000000000004"
          + "0000000000000001"
          + "0000000000001122"
          + "0000000000003344";

  @Test
  void headerHasTheseBytes() {
    assertThat(HexFormat.of().formatHex(SnapshotCodec.header(PROVENANCE, 2, FRAMED)))
        .isEqualTo(GOLDEN);
    assertThat(HexFormat.of().formatHex(SnapshotCodec.header(PROVENANCE, 2, null)))
        .isEqualTo(GOLDEN.replace("0000002a", "ffffffff"));
  }

  @Test
  void readsItBack() {
    var headers = new RecordHeaders().add(SnapshotCodec.HEADER, HexFormat.of().parseHex(GOLDEN));

    var snapshot = SnapshotCodec.snapshot("ada".getBytes(UTF_8), FRAMED, headers);

    assertThat(snapshot.provenance()).isEqualTo(PROVENANCE);
    assertThat(snapshot.key()).asString(UTF_8).isEqualTo("ada");
    assertThat(snapshot.state()).isEqualTo(FRAMED);
  }

  @Test
  void refusesARecordThatIsNotASnapshot() {
    var key = "ada".getBytes(UTF_8);
    assertThatThrownBy(() -> SnapshotCodec.snapshot(key, FRAMED, new RecordHeaders()))
        .hasMessage("it has no header reprise-snapshot");
    assertThatThrownBy(() -> SnapshotCodec.snapshot(key, FRAMED, header(new byte[] {1, 2})))
        .hasMessageContaining("of 2 bytes cannot be read");
    assertThatThrownBy(() -> SnapshotCodec.snapshot(key, FRAMED, header(new byte[] {9, 2})))
        .hasMessageContaining("snapshot has version 9, this build reads version 1");
  }

  private static RecordHeaders header(byte[] value) {
    var headers = new RecordHeaders();
    headers.add(SnapshotCodec.HEADER, value);
    return headers;
  }

  @Test
  void watermarkHasTheseBytesAndIsReadBack() {
    var watermark = new Watermark(100, 107);

    assertThat(HexFormat.of().formatHex(SnapshotCodec.encode(watermark)))
        .isEqualTo("01" + "0000000000000064" + "000000000000006b");
    assertThat(SnapshotCodec.watermark(SnapshotCodec.encode(watermark))).isEqualTo(watermark);
    assertThatThrownBy(() -> SnapshotCodec.watermark(new byte[] {1, 0}))
        .hasMessage("a watermark of 2 bytes is cut short");
    assertThatThrownBy(() -> new Watermark(5, 4)).hasMessageContaining("processed to 5");
  }

  @Test
  void noUserHasTheKeyOfAWatermark() {
    assertThat(HexFormat.of().formatHex(SnapshotCodec.watermarkKey()))
        .isEqualTo("ff77617465726d61726b");
    assertThat(SnapshotCodec.isWatermark(SnapshotCodec.watermarkKey())).isTrue();
    assertThat(SnapshotCodec.isWatermark("watermark".getBytes(UTF_8))).isFalse();
  }

  @Test
  void topicNamesContainTheReducersVersion() {
    var topic = new SnapshotTopic("orders", new ReducerId("merge", 2));

    assertThat(topic.name()).isEqualTo("orders.snapshots.merge.v2");
    assertThat(topic.parked()).isEqualTo("orders.snapshots.merge.v2.parked");
  }
}
