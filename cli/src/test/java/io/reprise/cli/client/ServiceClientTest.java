package io.reprise.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServiceClientTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final URI CLOSED = URI.create("http://127.0.0.1:1");

  private HttpServer server;
  private final AtomicInteger requests = new AtomicInteger();
  private volatile int status = 200;
  private volatile String body = "{}";
  private volatile boolean hangsUp;

  /** How many requests get 503 before the answer that the test has prepared. */
  private volatile int busyAnswers;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          boolean busy = requests.incrementAndGet() <= busyAnswers;
          try (exchange) {
            if (hangsUp) {
              return;
            }
            var text = busy ? "{\"status\":503,\"detail\":\"busy\"}" : body;
            var bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(
                busy ? 503 : status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private URI open() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private static ServiceClient client(URI... addresses) {
    return new ServiceClient("archiver", List.of(addresses));
  }

  private ThrowingCallable get(URI... addresses) {
    return () -> client(addresses).json("GET", "/x", "", LIMIT);
  }

  private static void fails(ThrowingCallable call, ExitCode code, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(CommandFailure.class, e -> assertThat(e.exitCode()).isEqualTo(code))
        .hasMessageContaining(message);
  }

  @Test
  void usesTheFirstAddressThatAcceptsAConnection() {
    body = "{\"a\":1}";

    assertThat(client(CLOSED, open()).json("GET", "/x", "", LIMIT).path("a").asInt()).isEqualTo(1);
  }

  @Test
  void namesEveryAddressWhenNoneAcceptsAConnection() {
    fails(get(CLOSED, CLOSED), ExitCode.UNREACHABLE, "http://127.0.0.1:1, http://127.0.0.1:1");
  }

  @Test
  void aRequestThatMayHaveBeenCarriedOutIsNotRepeatedElsewhere() {
    hangsUp = true;

    fails(
        () -> client(open(), open()).json("POST", "/x", "", LIMIT),
        ExitCode.OUTCOME_UNKNOWN,
        "whether the request was carried out is unknown");
  }

  @Test
  void aReadWithoutAnAnswerMayBeRepeated() {
    hangsUp = true;

    fails(get(open()), ExitCode.UNREACHABLE, "closed the connection: check the service and run");
  }

  @Test
  void tlsSpokenToAPlainListenerIsNamed() {
    var address = URI.create(open().toString().replace("http", "https"));

    fails(
        get(address),
        ExitCode.UNREACHABLE,
        ("the archiver at %s does not answer a TLS handshake: if it speaks plain HTTP, write its"
                + " address as %s")
            .formatted(address, open()));
  }

  @Test
  void plainTextSpokenToATlsListenerIsNamed() throws Exception {
    // A listener without a certificate answers each handshake with a TLS alert.
    var factory = SSLContext.getDefault().getServerSocketFactory();
    try (var listener = factory.createServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      var handshakes = new Thread(() -> shakeHands(listener));
      handshakes.setDaemon(true);
      handshakes.start();
      var at = "://127.0.0.1:" + listener.getLocalPort();

      fails(
          get(URI.create("http" + at)),
          ExitCode.UNREACHABLE,
          "the archiver at http%s speaks TLS: write its address as https%s".formatted(at, at));
      fails(
          get(URI.create("https" + at)),
          ExitCode.UNREACHABLE,
          "the TLS connection to the archiver at https%s was refused".formatted(at));
      assertThat(TlsProbe.speaksTls("127.0.0.1", server.getAddress().getPort())).isFalse();
    }
  }

  private static void shakeHands(ServerSocket listener) {
    while (!listener.isClosed()) {
      try (var connection = (SSLSocket) listener.accept()) {
        connection.startHandshake();
      } catch (IOException e) {
        // The handshake failed, as expected, or the listener was closed.
      }
    }
  }

  @Test
  void theDetailOfAProblemIsTheMessage() {
    status = 409;
    body = "{\"status\":409,\"detail\":\"offset 3 is trimmed\"}";

    fails(get(open()), ExitCode.REFUSED, "offset 3 is trimmed");
  }

  @Test
  void anErrorOfSomeOtherServerNamesStatusAndPath() {
    status = 404;
    body = "<html>";

    fails(get(open()), ExitCode.NOT_FOUND, "HTTP 404 from /x");
  }

  @Test
  void aSuccessThatIsNotJsonFails() {
    body = "<html>";

    fails(get(open()), ExitCode.FAILED, "not JSON");
  }

  @Test
  void aStreamEndsWithItsSummaryAndPassesTheOtherLinesOn() {
    body = "{\"progress\":{\"done\":1}}\n{\"summary\":{\"n\":2}}\n";
    var kinds = new ArrayList<String>();

    var summary =
        client(open()).summary("POST", "/x", "{}", LIMIT, (kind, line) -> kinds.add(kind));

    assertThat(summary.path("n").asInt()).isEqualTo(2);
    assertThat(kinds).containsExactly("progress");
  }

  @Test
  void aProblemLineInAStreamFailsWithItsStatus() {
    body = "{\"problem\":{\"status\":503,\"detail\":\"Kafka is away\"}}\n";

    fails(
        () -> client(open()).summary("POST", "/x", "{}", LIMIT, (kind, line) -> {}),
        ExitCode.UNREACHABLE,
        "Kafka is away");
  }

  @Test
  void aStreamWithoutSummaryFails() {
    body = "{\"progress\":{\"done\":1}}\n";

    fails(
        () -> client(open()).summary("POST", "/x", "{}", LIMIT, (kind, line) -> {}),
        ExitCode.FAILED,
        "before its summary");
  }

  @Test
  void publishRetriesWhileTheServiceIsBusy() {
    busyAnswers = 2;
    body = "[]";
    var client = new IngestClient(open());

    assertThat(client.publish("t", IngestClient.batch())).isEmpty();
    assertThat(requests.get()).isEqualTo(3);
  }
}
