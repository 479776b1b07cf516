package io.reprise.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.runtime.json.ByteSize;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Bytes of one connection never get into another one. */
class ConnectionBuffersTest {
  private static final int CLIENTS = 3;

  /** With pooled buffers, this many were enough to spoil an honest request in each of ten runs. */
  private static final int REQUESTS_PER_CLIENT = 6_000;

  private static final List<String> MALFORMED =
      List.of(
          "GET /echo/x HTTP/1.1\r\nHost: a:b:c\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: localhost\r\n folded\r\n\r\n",
          "POST /echo/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
          "GET /echo/x HTTP/1.1\r\nHost: localhost\r\nX\0: a\r\n\r\n",
          "G E T /echo/x HTTP/1.1\r\nHost: localhost\r\n\r\n");

  private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();

  @Test
  void malformedRequestsDoNotReachTheBuffersOfOtherConnections() throws Exception {
    var config = new HttpConfig("127.0.0.1", 0, ByteSize.ofKiB(1));
    try (var server =
        HttpServer.start(
            config,
            routes ->
                routes.get(
                    "/echo/{number}",
                    Permission.everyone(),
                    ctx -> ctx.result(ctx.pathParam("number"))))) {
      var goesOn = new AtomicBoolean(true);
      var honest = new Thread(() -> askHonestly(server.port(), goesOn));
      honest.start();
      var hostile = new ArrayList<Thread>();
      for (int i = 0; i < CLIENTS; i++) {
        hostile.add(new Thread(() -> sendMalformed(server.port())));
      }
      hostile.forEach(Thread::start);
      for (var thread : hostile) {
        thread.join();
      }
      goesOn.set(false);
      honest.join();
      assertThat(wrong).isEmpty();
    }
  }

  private void askHonestly(int port, AtomicBoolean goesOn) {
    int n = 0;
    try (var socket = new Socket("127.0.0.1", port)) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(60_000);
      var in = socket.getInputStream();
      for (; goesOn.get(); n++) {
        socket
            .getOutputStream()
            .write(
                "GET /echo/%d HTTP/1.1\r\nHost: localhost\r\n\r\n"
                    .formatted(n)
                    .getBytes(StandardCharsets.US_ASCII));
        var answer = readUntil(in, "\r\n\r\n" + n);
        if (!answer.startsWith("HTTP/1.1 200 ")) {
          wrong.add(answer);
          return;
        }
      }
    } catch (IOException e) {
      wrong.add("honest request " + n + ": " + e);
    }
  }

  private static String readUntil(InputStream in, String end) throws IOException {
    var text = new StringBuilder();
    var buffer = new byte[4096];
    while (!text.toString().endsWith(end)) {
      int read = in.read(buffer);
      if (read < 0) {
        return "closed after " + text;
      }
      text.append(new String(buffer, 0, read, StandardCharsets.US_ASCII));
    }
    return text.toString();
  }

  private void sendMalformed(int port) {
    for (int i = 0; i < REQUESTS_PER_CLIENT; i++) {
      try (var socket = new Socket("127.0.0.1", port)) {
        socket.setSoTimeout(60_000);
        socket
            .getOutputStream()
            .write(MALFORMED.get(i % MALFORMED.size()).getBytes(StandardCharsets.ISO_8859_1));
        socket.shutdownOutput();
        var unused = socket.getInputStream().readAllBytes();
      } catch (IOException e) {
        // The server may close the connection before it has read everything.
      }
    }
  }
}
