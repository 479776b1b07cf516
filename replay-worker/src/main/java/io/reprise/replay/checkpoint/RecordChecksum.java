package io.reprise.replay.checkpoint;

import io.reprise.replay.target.DeliveredHeaders;
import io.reprise.store.digest.ContentChecksum;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Computes the CRC32C over key, value and headers of a record. The checksum leaves out the headers
 * that {@link DeliveredHeaders} does not copy to the target, because the delivered copy of a record
 * may lack these headers or have other values for them.
 *
 * <p>Threading: confined to one thread, because an instance reuses its buffers.
 */
public final class RecordChecksum {
  private final ContentChecksum content = new ContentChecksum();

  /** Returns the checksum of one record with this key, this value and these headers. */
  public int of(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
    content.start().add(key).add(value);
    for (Header header : headers) {
      if (DeliveredHeaders.isCopied(header.key())) {
        content.add(header.key()).add(header.value());
      }
    }
    return content.value();
  }
}
