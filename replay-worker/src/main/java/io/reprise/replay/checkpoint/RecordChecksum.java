package io.reprise.replay.checkpoint;

import io.reprise.replay.select.DeliveredHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * CRC32C over key, value and headers of a record, each with its length in front so that no two
 * different records share their bytes. Headers whose name starts with {@value #OWN_HEADERS} are
 * left out: they are added on delivery.
 *
 * <p>Threading: confined to one thread, since it reuses its state.
 */
public final class RecordChecksum {
  private static final int NULL_LENGTH = -1;

  private final CRC32C crc = new CRC32C();
  private final ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);

  /** The checksum of one record's content. */
  public int of(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
    crc.reset();
    update(key);
    update(value);
    for (Header header : headers) {
      if (DeliveredHeaders.keeps(header.key())) {
        update(header.key().getBytes(StandardCharsets.UTF_8));
        update(header.value());
      }
    }
    return (int) crc.getValue();
  }

  private void update(byte @Nullable [] bytes) {
    crc.update(length.clear().putInt(bytes == null ? NULL_LENGTH : bytes.length).flip());
    if (bytes != null) {
      crc.update(bytes, 0, bytes.length);
    }
  }
}
