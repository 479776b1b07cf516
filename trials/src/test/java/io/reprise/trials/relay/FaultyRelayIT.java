package io.reprise.trials.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultyRelayIT {
  private static final byte[] BODY = new byte[300_000];
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final int REQUESTS = 30;

  private final AtomicInteger served = new AtomicInteger();
  private HttpServer server;
  private FaultyRelay relay;

  @BeforeEach
  void start() throws IOException {
    Arrays.fill(BODY, (byte) 7);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::echo);
    server.start();
    relay = FaultyRelay.start(server.getAddress().getPort(), 42, 0);
  }

  @AfterEach
  void stop() {
    relay.close();
    server.stop(0);
  }

  private void echo(HttpExchange exchange) throws IOException {
    served.incrementAndGet();
    var asked = exchange.getRequestBody().readAllBytes();
    exchange.sendResponseHeaders(200, asked.length);
    exchange.getResponseBody().write(asked);
    exchange.close();
  }

  /** A new client each time: a shared client might reuse a connection that is being closed. */
  private HttpResponse<byte[]> put(boolean expectContinue) throws Exception {
    var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + relay.port() + "/object"))
            .expectContinue(expectContinue)
            .PUT(HttpRequest.BodyPublishers.ofByteArray(BODY))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
  }

  @Test
  void changesNothingOutsideOfStorms() throws Exception {
    assertThat(put(false).body()).isEqualTo(BODY);
    assertThat(put(true).body()).isEqualTo(BODY);

    assertThat(relay.done().values()).containsOnly(0);
  }

  @Test
  void refusesAsAnOverloadedS3DoesAndPassesNothingOn() throws Exception {
    relay.storm(RelayFault.REFUSED, LONG);

    int refused = 0;
    for (int i = 0; i < REQUESTS; i++) {
      refused += put(false).statusCode() >= 500 ? 1 : 0;
    }

    assertThat(refused).isPositive().isEqualTo(relay.done().get(RelayFault.REFUSED));
    assertThat(served).hasValue(REQUESTS - refused);
  }

  @Test
  void cutsAnswersOfRequestsThatTookEffect() {
    relay.storm(RelayFault.CUT, LONG);

    assertThatThrownBy(
            () -> {
              for (int i = 0; i < REQUESTS; i++) {
                put(false);
              }
            })
        .isInstanceOf(IOException.class);

    assertThat(relay.done().get(RelayFault.CUT)).isPositive();
    assertThat(served).hasPositiveValue();
  }

  @Test
  void failsNoRequestAfterTheStorm() throws Exception {
    relay.storm(RelayFault.REFUSED, LONG);
    relay.calm();

    for (int i = 0; i < REQUESTS; i++) {
      assertThat(put(false).statusCode()).isEqualTo(200);
    }
  }
}
