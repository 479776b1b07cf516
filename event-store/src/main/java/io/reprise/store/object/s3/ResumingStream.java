package io.reprise.store.object.s3;

import io.reprise.store.object.store.ObjectStoreException;
import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Reads an object as a stream. If the connection breaks, the stream opens a new connection and
 * continues at the same byte. After 3 failed attempts in one read, the read throws a retriable
 * {@link ObjectStoreException}. Confined to one thread.
 */
final class ResumingStream extends InputStream {
  private static final int ATTEMPTS = 3;

  private final Opener opener;
  private final String name;
  private final long bytes;
  private ResponseInputStream<GetObjectResponse> in;
  private long position;

  /**
   * Opens a connection that returns the object's bytes from {@code position} to the object's end.
   */
  interface Opener {
    ResponseInputStream<GetObjectResponse> from(long position);
  }

  ResumingStream(Opener opener, String name) {
    this.opener = opener;
    this.name = name;
    this.in = opener.from(0);
    this.bytes = in.response().contentLength();
  }

  @Override
  public int read() {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    for (int attempt = 1; position < bytes; attempt++) {
      try {
        int read = in.read(target, offset, length);
        if (read >= 0) {
          position += read;
          return read;
        }
        throw new IOException("ended early");
      } catch (IOException e) {
        reopen(attempt, e);
      }
    }
    return -1;
  }

  private void reopen(int attempt, IOException broken) {
    in.abort();
    if (attempt == ATTEMPTS) {
      throw ObjectStoreException.retriable(
          "reading '%s' broke off %d times at byte %d of %d: check the network, then try again"
              .formatted(name, attempt, position, bytes),
          broken);
    }
    in = opener.from(position);
  }

  @Override
  public void close() throws IOException {
    if (position < bytes) {
      // Abort the connection. Closing the response instead would first read the rest of the object.
      in.abort();
    } else {
      in.close();
    }
  }
}
