package io.reprise.store.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class ContentChecksumTest {
  private final ContentChecksum checksum = new ContentChecksum();

  @Test
  void isTheCrc32cOfTheFieldsAfterTheirLengths() {
    var random = new Random(5);
    for (int round = 0; round < 500; round++) {
      var plain = ByteBuffer.allocate(20_000);
      checksum.start();
      for (int field = 0; field < 8; field++) {
        var bytes = new byte[random.nextInt(10) == 0 ? 2_000 : random.nextInt(300)];
        random.nextBytes(bytes);
        checksum.add(bytes).add(field).add((long) field);
        plain.putInt(bytes.length).put(bytes).putInt(field).putLong(field);
      }

      assertThat(checksum.value()).isEqualTo(crc32c(plain));
    }
  }

  @Test
  void tellsNullFromEmptyAndOneFieldFromTwo() {
    var seen = new HashSet<Integer>();
    seen.add(checksum.start().add((byte[]) null).value());
    seen.add(checksum.start().add(new byte[0]).value());
    seen.add(checksum.start().add("ab").value());
    seen.add(checksum.start().add("a").add("b").value());
    seen.add(checksum.start().add("").add("ab").value());

    assertThat(seen).hasSize(5);
  }

  private static int crc32c(ByteBuffer bytes) {
    var crc = new CRC32C();
    crc.update(Arrays.copyOf(bytes.array(), bytes.position()));
    return (int) crc.getValue();
  }
}
