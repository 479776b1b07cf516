package io.reprise.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlowClientsTest {
  private static final String HEAD =
      "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n";
  private static final SlowClients.Limits LIMITS =
      new SlowClients.Limits(
          Duration.ofSeconds(1), Duration.ofSeconds(3), 100, 10, Duration.ofSeconds(2));
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final CountDownLatch released = new CountDownLatch(1);
  private final List<Socket> sockets = new ArrayList<>();
  private final HttpServer server =
      HttpServer.start(
          new HttpConfig("127.0.0.1", 0),
          HttpService.of(
              routes -> {
                routes.post(
                    "/echo",
                    Permission.everyone(),
                    ctx -> ctx.result("read " + RequestBody.bytes(ctx).length));
                routes.get(
                    "/wait",
                    Permission.everyone(),
                    ctx -> ctx.result("waited " + released.await(1, TimeUnit.MINUTES)));
              }),
          LIMITS);

  @AfterEach
  void close() throws IOException {
    for (var socket : sockets) {
      socket.close();
    }
    server.close();
  }

  private Socket connect(String first) throws IOException {
    var socket = new Socket("127.0.0.1", server.port());
    sockets.add(socket);
    send(socket, first);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Sends a character again and again until the server closes the connection. */
  private static void trickle(Socket socket) {
    await()
        .pollInterval(Duration.ofMillis(100))
        .atMost(PATIENCE)
        .until(
            () -> {
              try {
                send(socket, "a");
                return false;
              } catch (SocketException closed) {
                return true;
              }
            });
  }

  private static RawHttp.Answer answer(Socket socket) throws IOException {
    return RawHttp.read(socket, (int) PATIENCE.toMillis());
  }

  @Test
  void headersThatNeverEndAreCutOff() throws Exception {
    trickle(connect("GET /wait HTTP/1.1\r\nHost: localhost\r\nX: "));
  }

  @Test
  void headersOfALaterRequestThatNeverEndAreCutOff() throws Exception {
    var socket = connect(HEAD + "x".repeat(1000));

    assertThat(RawHttp.await(socket, 500).text()).startsWith("HTTP/1.1 200 ").endsWith("read 1000");
    trickle(socket);
  }

  @Test
  void aBodyThatDoesNotArriveIsAnswered408() throws Exception {
    var socket = connect(HEAD + "x");

    var answer = answer(socket);

    assertThat(answer.status()).as(answer.text()).isEqualTo(408);
    assertThat(answer.text()).contains("the body arrives too slowly", Problem.MEDIA_TYPE);
    assertThat(answer.isClosed()).isTrue();
  }

  @Test
  void aBodyThatTricklesIsCutOff() throws Exception {
    trickle(connect(HEAD));
  }

  @Test
  void aRequestThatIsHandledForLongIsNotCutOff() throws Exception {
    var socket = connect("GET /wait HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    // Longer than every limit of the test: these clients are cut off, one after the other.
    assertThat(answer(connect(HEAD)).status()).isEqualTo(408);
    trickle(connect("GET"));
    released.countDown();

    assertThat(answer(socket).text()).startsWith("HTTP/1.1 200 ").endsWith("waited true");
  }

  @Test
  void manySlowBodiesDoNotKeepOthersOut() throws Exception {
    // More than the server has threads, if its threads are not virtual.
    for (int i = 0; i < 300; i++) {
      connect(HEAD + "x");
    }

    var honest = connect(HEAD.replace("1000\r\n", "1000\r\nConnection: close\r\n"));
    send(honest, "x".repeat(1000));

    // Without the limits of the test, the threads would be free after the idle limit of 30 s.
    assertThat(RawHttp.read(honest, 20_000).text())
        .startsWith("HTTP/1.1 200 ")
        .endsWith("read 1000");
  }
}
