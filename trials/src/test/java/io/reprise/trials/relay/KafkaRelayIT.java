package io.reprise.trials.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that sends every byte back stands for the broker. */
class KafkaRelayIT {
  private static final int SHORT_MILLIS = 300;
  private static final int LONG_MILLIS = 10_000;

  private ServerSocket server;
  private KafkaRelay relay;

  @BeforeEach
  void start() throws IOException {
    server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    run(this::accept);
    relay = KafkaRelay.start(server.getLocalPort());
  }

  @AfterEach
  void stop() throws IOException {
    relay.close();
    server.close();
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void run(Work work) {
    var thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // The test has ended.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() throws IOException {
    while (true) {
      var client = server.accept();
      run(
          () -> {
            try (client) {
              client.getInputStream().transferTo(client.getOutputStream());
            }
          });
    }
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), relay.port());
  }

  /** A request as Kafka frames it, with four bytes after the client id. */
  private static byte[] request(String clientId) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var id = clientId.getBytes(StandardCharsets.UTF_8);
    var out = new DataOutputStream(bytes);
    out.writeInt(10 + id.length + 4);
    out.writeShort(18);
    out.writeShort(4);
    out.writeInt(7);
    out.writeShort(id.length);
    out.write(id);
    out.writeInt(0x01020304);
    return bytes.toByteArray();
  }

  private static void assertEchoed(Socket client, byte[] request) throws IOException {
    client.setSoTimeout(LONG_MILLIS);
    assertThat(client.getInputStream().readNBytes(request.length)).isEqualTo(request);
  }

  private static void assertSilent(Socket client) throws IOException {
    client.setSoTimeout(SHORT_MILLIS);
    Assertions.assertThatThrownBy(() -> client.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void passesRequestsAndAnswersOnUnchanged() throws IOException {
    try (var client = connect()) {
      client.getOutputStream().write(request("worker-1"));
      assertEchoed(client, request("worker-1"));
      client.getOutputStream().write(request("worker-1"));
      assertEchoed(client, request("worker-1"));
    }
  }

  @Test
  void holdsBackOneClientAndPassesItsBytesOnAfterTheCut() throws IOException {
    try (var first = connect();
        var other = connect();
        var late = connect()) {
      first.getOutputStream().write(request("worker-1"));
      assertEchoed(first, request("worker-1"));

      relay.cut("worker-1"::equals);
      first.getOutputStream().write(request("worker-1"));
      late.getOutputStream().write(request("worker-1"));
      other.getOutputStream().write(request("worker-2"));

      assertEchoed(other, request("worker-2"));
      assertSilent(first);
      assertSilent(late);

      relay.heal();
      assertEchoed(first, request("worker-1"));
      assertEchoed(late, request("worker-1"));
    }
  }

  @Test
  void endsTheConnectionWhenTheBrokerHasEnded() throws IOException {
    server.close();
    try (var client = connect()) {
      client.setSoTimeout(LONG_MILLIS);
      client.getOutputStream().write(request("worker-1"));

      await().atMost(Duration.ofMillis(LONG_MILLIS)).until(() -> hasEnded(client));
    }
  }

  private static boolean hasEnded(Socket client) {
    try {
      return client.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
