package io.reprise.store.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OffsetDigestTest {

  @Test
  void hasTheseValues() {
    var digest = new OffsetDigest(OffsetDigest.State.EMPTY);

    assertThat(digest.value()).isEqualTo("00".repeat(32));
    digest.add(1_500, 0xCAFEBABE);
    assertThat(digest.state())
        .isEqualTo(new OffsetDigest.State("00".repeat(32), "00000000000005dccafebabe"));
    assertThat(digest.value())
        .isEqualTo("9c742ea67474aff805b7344efa7269bd46d78cd09b0b2d26df2d1a8e2b11d083");
    for (long offset = 1_501; offset < 1_600; offset++) {
      digest.add(offset, (int) offset);
    }
    assertThat(digest.value())
        .isEqualTo("90b6fdbfefd7e37ab5bcbbe23cd35f4e329951a440bf7e73fb3c64a377c6ac18");
  }

  @Test
  void isShaOverTheChainAndEachRunOf64() throws Exception {
    var digest = new OffsetDigest(OffsetDigest.State.EMPTY);
    var runs = ByteBuffer.allocate(64 * 12);
    for (int i = 0; i < 64; i++) {
      digest.add(i, -i);
      runs.putLong(i).putInt(-i);
    }

    var sha256 = MessageDigest.getInstance("SHA-256");
    sha256.update(new byte[32]);
    var expected = HexFormat.of().formatHex(sha256.digest(runs.array()));
    assertThat(digest.state()).isEqualTo(new OffsetDigest.State(expected, ""));
    assertThat(digest.value()).isEqualTo(expected);
  }

  @Test
  void isTheSameWhereverItWasStoredAndContinued() {
    var random = new Random(1);
    for (int round = 0; round < 200; round++) {
      var whole = new OffsetDigest(OffsetDigest.State.EMPTY);
      var cut = new OffsetDigest(OffsetDigest.State.EMPTY);
      int records = random.nextInt(300);
      for (int i = 0; i < records; i++) {
        int crc = random.nextInt();
        whole.add(i, crc);
        cut.add(i, crc);
        if (random.nextInt(5) == 0) {
          cut = new OffsetDigest(cut.state());
        }
      }

      assertThat(cut.value()).isEqualTo(whole.value());
      assertThat(cut.state()).isEqualTo(whole.state());
    }
  }

  @Test
  void askingForItsValueChangesNothing() {
    var digest = new OffsetDigest(OffsetDigest.State.EMPTY);
    digest.add(1, 2);
    var before = digest.state();

    assertThat(digest.value()).isEqualTo(digest.value());
    assertThat(digest.state()).isEqualTo(before);
  }

  @Test
  void tellsAnotherOffsetContentOrOrderApart() {
    assertThat(of(1, 7, 2, 8)).isNotEqualTo(of(1, 7, 3, 8));
    assertThat(of(1, 7, 2, 8)).isNotEqualTo(of(1, 7, 2, 9));
    assertThat(of(1, 7, 2, 8)).isNotEqualTo(of(2, 8, 1, 7));
    assertThat(of(1, 7, 2, 8)).isNotEqualTo(of(1, 7, 1, 7));
  }

  private static String of(long offset, int crc, long nextOffset, int nextCrc) {
    var digest = new OffsetDigest(OffsetDigest.State.EMPTY);
    digest.add(offset, crc);
    digest.add(nextOffset, nextCrc);
    return digest.value();
  }
}
