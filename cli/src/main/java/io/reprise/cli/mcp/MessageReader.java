package io.reprise.cli.mcp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages that end with a line feed. Of a message that is too long, no more than the limit
 * is in memory, and the rest of its line is skipped. Confined to one thread.
 */
final class MessageReader {
  private final InputStream in;
  private final int maxBytes;

  /**
   * @param in should be buffered; the caller closes it
   * @param maxBytes the largest number of bytes of a message, without its line feed
   */
  MessageReader(InputStream in, int maxBytes) {
    this.in = in;
    this.maxBytes = maxBytes;
  }

  /**
   * One message.
   *
   * @param text the line; empty if it is too long
   */
  record Message(String text, boolean isTooLong) {}

  /** Returns the next message, or null at the end of the input. Waits for it without a limit. */
  @Nullable Message read() throws IOException {
    var line = new ByteArrayOutputStream();
    boolean isTooLong = false;
    int next = in.read();
    if (next < 0) {
      return null;
    }
    for (; next >= 0 && next != '\n'; next = in.read()) {
      if (line.size() < maxBytes) {
        line.write(next);
      } else {
        isTooLong = true;
      }
    }
    return isTooLong
        ? new Message("", true)
        : new Message(line.toString(StandardCharsets.UTF_8), false);
  }
}
