package io.reprise.store.object.s3;

import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.zip.CRC32C;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * The content of an object to upload: the bytes {@code head}, followed by the content of a file.
 * Any part of the content can be sent, also several times.
 */
record PrefixedFile(byte[] head, Path file, long bytes) {
  private static final int BUFFER_BYTES = 64 << 10;
  private static final String TYPE = "application/octet-stream";

  static PrefixedFile of(byte[] head, Path file) {
    try {
      return new PrefixedFile(head, file, head.length + Files.size(file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the spooled file " + file, e);
    }
  }

  /**
   * Returns {@code length} bytes of the content, from the position {@code from} on, as a request
   * body. If the request is sent again, the body reads the file again.
   */
  RequestBody slice(long from, long length) {
    return RequestBody.fromContentProvider(() -> open(from, length), length, TYPE);
  }

  /**
   * Returns the CRC32C over {@code length} bytes of the content, from the position {@code from} on.
   * It is in Base64, as S3 expects it.
   */
  String crc32c(long from, long length) {
    var buffer = new byte[BUFFER_BYTES];
    var crc = new CRC32C();
    try (var in = open(from, length)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        crc.update(buffer, 0, read);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the spooled file " + file, e);
    }
    return base64(crc);
  }

  static String crc32c(byte[] content) {
    var crc = new CRC32C();
    crc.update(content);
    return base64(crc);
  }

  private static String base64(CRC32C crc) {
    int value = (int) crc.getValue();
    var bytes =
        new byte[] {
          (byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value
        };
    return Base64.getEncoder().encodeToString(bytes);
  }

  private InputStream open(long from, long length) {
    try {
      return new BufferedInputStream(new Slice(this, from, length), BUFFER_BYTES);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the spooled file " + file, e);
    }
  }

  /**
   * Reads a part of the content once, as a stream. The stream does not use a file channel: the SDK
   * interrupts an attempt that exceeds its time limit, and an interrupt would close the channel.
   * The stream closes the file when all bytes of the part were read, because the SDK does not
   * always close the stream.
   */
  private static final class Slice extends InputStream {
    private final byte[] head;
    private final FileInputStream file;
    private long position;
    private long left;

    Slice(PrefixedFile content, long from, long length) throws IOException {
      this.head = content.head;
      this.position = from;
      this.left = length;
      this.file = new FileInputStream(content.file.toFile());
      file.skipNBytes(Math.max(0, from - head.length));
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (left == 0) {
        file.close();
        return -1;
      }
      int read = readSome(target, offset, (int) Math.min(length, left));
      position += Math.max(0, read);
      left -= Math.max(0, read);
      return read;
    }

    private int readSome(byte[] target, int offset, int length) throws IOException {
      if (position >= head.length) {
        return file.read(target, offset, length);
      }
      int fromHead = (int) Math.min(length, head.length - position);
      System.arraycopy(head, (int) position, target, offset, fromHead);
      return fromHead;
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
