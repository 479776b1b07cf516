package io.reprise.trials.relay;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The head of an HTTP/1.1 request.
 *
 * @param lines request line and headers, without line terminators
 */
record RequestHead(List<String> lines) {
  private static final int MOST_BYTES = 64 << 10;
  private static final String LINE_END = "\r\n";
  private static final String END = LINE_END + LINE_END;

  /**
   * Reads the head and stops before the body.
   *
   * @throws EOFException if the client closed the connection without another request
   */
  static RequestHead read(InputStream in) throws IOException {
    var head = new ByteArrayOutputStream();
    int matched = 0;
    while (matched < END.length()) {
      int next = in.read();
      if (next < 0 || head.size() == MOST_BYTES) {
        throw new EOFException("the connection ended within a request's head");
      }
      head.write(next);
      matched = next == END.charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
    }
    var text = head.toString(StandardCharsets.ISO_8859_1);
    return new RequestHead(List.of(text.strip().split(LINE_END)));
  }

  private Optional<String> header(String name) {
    var start = name + ":";
    return lines.stream()
        .filter(l -> l.toLowerCase(Locale.ROOT).startsWith(start))
        .map(l -> l.substring(start.length()).strip())
        .findFirst();
  }

  /** Returns the length of the body in bytes; 0 if the head announces none. */
  long contentLength() {
    return header("content-length").map(Long::parseLong).orElse(0L);
  }

  /** Returns whether the client waits for 100 Continue before it sends the body. */
  boolean expectsContinue() {
    return header("expect").isPresent();
  }

  /**
   * Returns the head to forward to the server. The head tells the server to close the connection
   * after this request, and does not expect 100 Continue.
   */
  byte[] forLastRequest() {
    var passed =
        lines.stream()
            .filter(l -> !l.toLowerCase(Locale.ROOT).matches("(connection|expect):.*"))
            .collect(Collectors.joining(LINE_END));
    return (passed + LINE_END + "Connection: close" + END).getBytes(StandardCharsets.ISO_8859_1);
  }
}
