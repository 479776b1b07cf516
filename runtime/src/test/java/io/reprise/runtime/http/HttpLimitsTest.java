package io.reprise.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.reprise.runtime.access.Action;
import io.reprise.runtime.access.AuthenticationConfig;
import io.reprise.runtime.access.Token;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class HttpLimitsTest {
  private static final Token ANN = Token.create(new SecureRandom());
  private static final Token CI = Token.create(new SecureRandom());

  @TempDir Path directory;
  private final HttpClient client = HttpClient.newHttpClient();

  private AuthenticationConfig authentication() throws IOException {
    var tokens =
        """
        tokens:
        - {principal: ann, sha256: %s}
        - {principal: ci, sha256: %s}
        """;
    var policy =
        """
        bindings:
        - {principal: ann, role: viewer}
        - {principal: ci, role: viewer}
        """;
    return new AuthenticationConfig(
        Files.writeString(
            directory.resolve("tokens"), tokens.formatted(ANN.sha256Hex(), CI.sha256Hex())),
        Files.writeString(directory.resolve("policy"), policy));
  }

  private static HttpServer start(HttpLimits limits, @Nullable AuthenticationConfig callers) {
    var streams = new EventStreams();
    return HttpServer.start(
        new HttpConfig("127.0.0.1", 0, null, callers, null, false, null, limits),
        new HttpService(
            routes -> {
              routes.get("/state", Permission.of(Action.OBSERVE), ctx -> ctx.result("fine"));
              routes.get(
                  "/events",
                  Permission.of(Action.OBSERVE),
                  streams.polling(
                      Duration.ofMillis(50), ctx -> () -> new EventSource.Event("a", "b")));
            },
            List.of(),
            new Metrics(),
            streams));
  }

  private HttpRequest.Builder request(HttpServer server, String path, @Nullable Token token) {
    var request =
        HttpRequest.newBuilder(server.uri().resolve(path)).timeout(Duration.ofSeconds(60));
    return token == null ? request : request.header("Authorization", "Bearer " + token.secret());
  }

  private HttpResponse<String> get(HttpServer server, String path, @Nullable Token token)
      throws IOException, InterruptedException {
    return client.send(request(server, path, token).build(), BodyHandlers.ofString());
  }

  @Test
  void aPrincipalThatSendsTooManyRequestsIsRefusedAndOthersAreNot() throws Exception {
    var log = (Logger) LoggerFactory.getLogger(AuditLog.LOGGER);
    var lines = new ListAppender<ILoggingEvent>();
    lines.start();
    log.addAppender(lines);
    try (var server = start(new HttpLimits(null, 1), authentication())) {
      var refused = new ArrayList<HttpResponse<String>>();
      for (int i = 0; i < 200 && refused.size() < 3; i++) {
        var answer = get(server, "/state", ANN);
        if (answer.statusCode() != 200) {
          refused.add(answer);
        }
      }

      assertThat(refused).hasSize(3).allMatch(answer -> answer.statusCode() == 429);
      assertThat(refused.get(0).headers().firstValue("Retry-After")).hasValue("1");
      assertThat(refused.get(0).body())
          .contains("too-many-requests", "ann sends more than 1 requests a second");
      assertThat(get(server, "/state", CI).statusCode()).isEqualTo(200);
      assertThat(get(server, "/health/live", ANN).statusCode()).isEqualTo(200);
      assertThat(get(server, "/health/live", ANN).statusCode()).isEqualTo(200);
      assertThat(lines.list)
          .singleElement()
          .satisfies(
              line ->
                  assertThat(line.getFormattedMessage())
                      .contains("refused", "who=ann", "status=429"));
    } finally {
      log.detachAppender(lines);
    }
  }

  @Test
  void anAddressIsLimitedWhileNobodyIsAskedWhoTheyAre() throws Exception {
    try (var server = start(new HttpLimits(null, 1), null)) {
      int status = 200;
      for (int i = 0; i < 200 && status == 200; i++) {
        status = get(server, "/state", null).statusCode();
      }

      assertThat(status).isEqualTo(429);
      assertThat(get(server, "/state", null).body()).contains("127.0.0.1 sends more than");
    }
  }

  @Test
  void aPrincipalHasABoundedNumberOfStreams() throws Exception {
    var open = new ArrayList<InputStream>();
    try (var server = start(HttpLimits.DEFAULT, authentication())) {
      for (int i = 0; i < 64; i++) {
        open.add(stream(server, ANN, 200).body());
      }

      try (var body = stream(server, ANN, 429).body()) {
        assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8))
            .contains("ann has 64 open event streams");
      }
      open.add(stream(server, CI, 200).body());
    } finally {
      for (var stream : open) {
        stream.close();
      }
    }
  }

  private HttpResponse<InputStream> stream(HttpServer server, Token token, int status)
      throws IOException, InterruptedException {
    var request = request(server, "/events", token).header("Accept", "text/event-stream");
    var answer = client.send(request.build(), BodyHandlers.ofInputStream());
    assertThat(answer.statusCode()).isEqualTo(status);
    return answer;
  }

  @Test
  void furtherClientsWaitUntilAConnectionCloses() throws Exception {
    var request = "GET /state HTTP/1.1\r\nHost: localhost\r\n\r\n";
    try (var server = start(new HttpLimits(2, null), null);
        var first = new Socket("127.0.0.1", server.port());
        var second = new Socket("127.0.0.1", server.port())) {
      for (var socket : List.of(first, second)) {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        assertThat(RawHttp.await(socket, 500).status()).isEqualTo(200);
      }

      try (var third = new Socket("127.0.0.1", server.port())) {
        third.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        assertThat(RawHttp.read(third, 1_000).text()).isEmpty();
        first.close();
        assertThat(RawHttp.await(third, 500).status()).isEqualTo(200);
      }
    }
  }

  @Test
  void aLimitOutOfItsRangeIsRefusedByName() {
    assertThatThrownBy(() -> new HttpLimits(0, null))
        .hasMessage("limits.connections is 0: give a number from 1 to 1000000");
    assertThatThrownBy(() -> new HttpLimits(null, -1))
        .hasMessage("limits.requestsPerSecond is -1: give a number from 0 to 1000000");
  }
}
