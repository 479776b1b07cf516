package io.reprise.store.digest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Computes the CRC32C over a sequence of fields. The content of a byte array or text is preceded by
 * its length as 4 bytes big-endian; for null, only the length -1 is added. Two different sequences
 * of fields of the same types are therefore never encoded as the same bytes.
 *
 * <p>Confined to one thread. One instance computes many checksums, one after another.
 */
public final class ContentChecksum {
  private static final int NULL_LENGTH = -1;

  private final CRC32C crc = new CRC32C();
  // Small fields are gathered here before they are added to the CRC32C, because each call of its
  // update method takes longer than the checksum of a few bytes.
  private final ByteBuffer gathered = ByteBuffer.allocate(512);

  /** Begins a new checksum. It covers the fields that are added from now on. */
  public ContentChecksum start() {
    crc.reset();
    gathered.clear();
    return this;
  }

  public ContentChecksum add(byte @Nullable [] bytes) {
    if (bytes == null) {
      return add(NULL_LENGTH);
    }
    add(bytes.length);
    if (bytes.length <= gathered.remaining()) {
      gathered.put(bytes);
    } else {
      drain();
      crc.update(bytes, 0, bytes.length);
    }
    return this;
  }

  /** Adds a text to the checksum, as its UTF-8 bytes. */
  public ContentChecksum add(String text) {
    return add(text.getBytes(StandardCharsets.UTF_8));
  }

  public ContentChecksum add(int number) {
    reserve(Integer.BYTES).putInt(number);
    return this;
  }

  public ContentChecksum add(long number) {
    reserve(Long.BYTES).putLong(number);
    return this;
  }

  /** Returns the checksum over the fields that were added since {@link #start()}. */
  public int value() {
    drain();
    return (int) crc.getValue();
  }

  private ByteBuffer reserve(int bytes) {
    if (gathered.remaining() < bytes) {
      drain();
    }
    return gathered;
  }

  private void drain() {
    crc.update(gathered.array(), 0, gathered.position());
    gathered.clear();
  }
}
