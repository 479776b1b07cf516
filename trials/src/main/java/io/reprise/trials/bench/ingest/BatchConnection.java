package io.reprise.trials.bench.ingest;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocket;

/**
 * Posts batches of CloudEvents over one HTTP/1.1 connection. The bench runs on the same processor
 * cores as the measured service, so a costly client would slow the service down. Unlike the HTTP
 * client of the JDK, this class hands nothing over between threads and copies no body.
 *
 * <p>Confined to one thread. The creator closes the connection.
 */
final class BatchConnection implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int BUFFER_BYTES = 64 << 10;
  private static final String LENGTH = "content-length:";

  private final URI target;
  private final String headers;
  private final Socket socket;
  private final InputStream in;

  /**
   * Opens the connection. With {@code https}, also completes the TLS handshake.
   *
   * @param headers lines for the head of each request, each with CR and LF; empty for none
   * @param sockets opens the connection
   */
  BatchConnection(URI target, String headers, SocketFactory sockets) throws IOException {
    this.target = target;
    this.headers = headers;
    this.socket = sockets.createSocket(target.getHost(), target.getPort());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout((int) LIMIT.toMillis());
    if (socket instanceof SSLSocket encrypted) {
      encrypted.startHandshake();
    }
    this.in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
  }

  /** The service's HTTP response to one batch. */
  record Answer(int status, String body) {}

  /**
   * Sends a batch and returns the response.
   *
   * @throws IOException if the connection breaks, or the service sends a response without a length
   */
  Answer post(byte[] batch) throws IOException {
    var out = socket.getOutputStream();
    out.write(head(batch.length));
    out.write(batch);
    int status = Integer.parseInt(line().split(" ", 3)[1]);
    int length = -1;
    for (var header = line(); !header.isEmpty(); header = line()) {
      if (header.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
        length = Integer.parseInt(header.substring(LENGTH.length()).strip());
      }
    }
    if (length < 0) {
      throw new IOException("the service sent a response without Content-Length");
    }
    return new Answer(status, new String(in.readNBytes(length), StandardCharsets.UTF_8));
  }

  private byte[] head(int length) {
    return """
    POST %s HTTP/1.1\r
    Host: %s\r
    Content-Type: application/cloudevents-batch+json\r
    Content-Length: %d\r
    %s\r
    """
        .formatted(target.getRawPath(), target.getAuthority(), length, headers)
        .getBytes(StandardCharsets.US_ASCII);
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the service closed the connection");
      }
      line.append((char) next);
    }
    line.setLength(Math.max(0, line.length() - 1));
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
