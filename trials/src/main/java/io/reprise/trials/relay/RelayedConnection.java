package io.reprise.trials.relay;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Relays one connection of a client, with one request. Confined to the thread that runs it, except
 * that another thread forwards the request's body.
 */
final class RelayedConnection {
  private static final int BUFFER = 64 << 10;
  private static final int SILENCE_MILLIS = 60_000;

  private final FaultyRelay relay;
  private final Socket client;
  private final InputStream asked;

  RelayedConnection(FaultyRelay relay, Socket client) throws IOException {
    this.relay = relay;
    this.client = client;
    client.setSoTimeout(SILENCE_MILLIS);
    client.setTcpNoDelay(true);
    this.asked = new BufferedInputStream(client.getInputStream(), BUFFER);
  }

  void run() throws IOException, InterruptedException {
    var head = RequestHead.read(asked);
    var drawn = relay.draw();
    if (drawn.fault() == RelayFault.REFUSED) {
      refuse(head, drawn);
    } else {
      Thread.sleep(drawn.delay().toMillis());
      pass(head, drawn);
    }
  }

  /**
   * Refuses the request. First reads the request's body, because clients do not read a response
   * before they have sent the whole body.
   */
  private void refuse(RequestHead head, DrawnFault drawn) throws IOException {
    if (!head.expectsContinue()) {
      asked.skipNBytes(head.contentLength());
    }
    relay.count(RelayFault.REFUSED);
    var out = client.getOutputStream();
    out.write(drawn.refusal().getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
    client.shutdownOutput();
  }

  private void pass(RequestHead head, DrawnFault drawn) throws IOException {
    if (!drawn.delay().equals(Duration.ZERO)) {
      relay.count(RelayFault.SLOWED);
    }
    try (var server = new Socket(InetAddress.getLoopbackAddress(), relay.upstream())) {
      server.setSoTimeout(SILENCE_MILLIS);
      server.setTcpNoDelay(true);
      if (head.expectsContinue()) {
        client
            .getOutputStream()
            .write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
      }
      server.getOutputStream().write(head.forLastRequest());
      relay.run(() -> copy(asked, server.getOutputStream(), head.contentLength()));
      if (!answer(server.getInputStream(), drawn.cutAfterBytes())) {
        relay.count(RelayFault.CUT);
        client.setSoLinger(true, 0); // With linger 0, close() sends a TCP reset to the client.
      }
    }
  }

  /**
   * Forwards the response and returns whether the client received all of it. The server carries out
   * the request before it begins its response, so a request whose response is cut off has been
   * carried out.
   */
  private boolean answer(InputStream in, long mostBytes) throws IOException {
    var out = client.getOutputStream();
    var buffer = new byte[BUFFER];
    long left = mostBytes;
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      out.write(buffer, 0, (int) Math.min(left, n));
      if (n > left) {
        return false;
      }
      left -= n;
    }
    return true;
  }

  private static void copy(InputStream in, OutputStream out, long bytes) throws IOException {
    var buffer = new byte[BUFFER];
    long left = bytes;
    while (left > 0) {
      int n = in.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (n < 0) {
        return;
      }
      out.write(buffer, 0, n);
      left -= n;
    }
  }
}
