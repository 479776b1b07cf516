package io.reprise.ingest.service.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.ingest.service.dedupe.IdHash;
import io.reprise.ingest.service.dedupe.StoredId;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class IndexRecordTest {
  private static final IndexRecord RECORD =
      new IndexRecord(
          new Uuid(1, 2),
          300,
          List.of(
              new StoredId(new IdHash(3, -4), 5, 299, 1_769_860_800_000L),
              new StoredId(IdHash.of("/shop", "1"), 5, 300, 1_769_860_800_001L)));

  /** Version 1. These bytes are in topics: they must be readable for good. */
  private static final String GOLDEN =
      "01"
          + "0000000000000001"
          + "0000000000000002"
          + "000000000000012c"
          + "00000002"
          + "0000000000000003"
          + "fffffffffffffffc"
          + "000000000000012b"
          + "0000019c13ec9e00"
          + "65638845d47d955900f0f7a140c6e0b0"
          + "000000000000012c"
          + "0000019c13ec9e01";

  private static byte[] golden() {
    return HexFormat.of().parseHex(GOLDEN);
  }

  @Test
  void writesTheBytesOfVersion1() {
    assertThat(HexFormat.of().formatHex(RECORD.encode()))
        .isEqualTo(HexFormat.of().formatHex(golden()));
  }

  @Test
  void readsTheBytesOfVersion1() {
    assertThat(IndexRecord.decode(5, golden())).contains(RECORD);
  }

  @Test
  void leavesAloneWhatItCannotRead() {
    var later = golden();
    later[0] = 2;

    assertThat(IndexRecord.decode(5, later)).isEmpty();
    assertThat(IndexRecord.decode(5, new byte[0])).isEmpty();
    assertThat(IndexRecord.decode(5, Arrays.copyOf(golden(), golden().length - 1))).isEmpty();
  }
}
