package io.reprise.store.archive.segment.read;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.reprise.store.archive.segment.Codec;
import io.reprise.store.archive.segment.MalformedException;
import io.reprise.store.archive.segment.write.BlockCompressor;
import java.io.IOException;
import org.xerial.snappy.Snappy;

/**
 * Decompresses blocks that {@link BlockCompressor} has compressed. Confined to one thread, because
 * all calls reuse one buffer.
 */
final class BlockExpander implements AutoCloseable {
  /**
   * The most bytes of an uncompressed block. A block with one record has the largest ones: a Kafka
   * record, which may be larger than a block is meant to be. A forged index must not make a reader
   * take all memory.
   */
  private static final int MOST_BYTES = 512 << 20;

  private final ZstdDecompressCtx zstd = new ZstdDecompressCtx();
  private byte[] out = {};

  /**
   * Decompresses a block. The result is in {@link #bytes()}, from index 0 on.
   *
   * @throws MalformedException if the decompressed block does not have {@code rawLength} bytes, or
   *     if these are more than a reader takes
   */
  void expand(Codec codec, byte[] compressed, int from, int length, int rawLength) {
    if (rawLength > MOST_BYTES) {
      throw new MalformedException(
          "expands to " + rawLength + " bytes, and a block to at most " + MOST_BYTES);
    }
    if (out.length < rawLength) {
      out = new byte[rawLength];
    }
    int size =
        codec == Codec.ZSTD
            ? zstd(compressed, from, length, rawLength)
            : snappy(compressed, from, length, rawLength);
    if (size != rawLength) {
      throw new MalformedException("expands to " + size + " bytes, not " + rawLength);
    }
  }

  private int zstd(byte[] compressed, int from, int length, int rawLength) {
    try {
      return zstd.decompressByteArray(out, 0, rawLength, compressed, from, length);
    } catch (ZstdException e) {
      throw new MalformedException("is not a zstd frame: " + e.getMessage());
    }
  }

  private int snappy(byte[] compressed, int from, int length, int rawLength) {
    int body = length - Integer.BYTES;
    try {
      if (body < 0 || Snappy.uncompressedLength(compressed, from, body) != rawLength) {
        throw new MalformedException("is not a snappy block of " + rawLength + " bytes");
      }
      return Snappy.uncompress(compressed, from, body, out, 0);
    } catch (IOException e) {
      throw new MalformedException("is not a snappy block: " + e.getMessage());
    }
  }

  byte[] bytes() {
    return out;
  }

  @Override
  public void close() {
    zstd.close();
  }
}
