package io.reprise.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
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

    fails(get(open(), open()), ExitCode.FAILED, "whether the request was carried out is unknown");
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
