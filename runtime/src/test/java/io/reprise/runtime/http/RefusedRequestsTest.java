package io.reprise.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.runtime.access.Action;
import io.reprise.runtime.access.AuthenticationConfig;
import io.reprise.runtime.access.Token;
import io.reprise.runtime.json.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each refused request is counted once, whether the server or a route refuses it. */
class RefusedRequestsTest {
  record Order(String name) {}

  private static final int QUIET_MILLIS = 10_000;
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Token VIEWER = Token.create(new SecureRandom());
  private static final Token ADMIN = Token.create(new SecureRandom());
  private static final String END = "Connection: close\r\n\r\n";

  @TempDir Path directory;

  private final Metrics metrics = new Metrics();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = start(new HttpLimits(null, 0));
  }

  private HttpServer start(HttpLimits limits) throws IOException {
    var callers = new AuthenticationConfig(write("tokens", tokens()), write("policy", policy()));
    return HttpServer.start(
        new HttpConfig("127.0.0.1", 0, ByteSize.ofKiB(1), callers, null, false, null, limits),
        new HttpService(
            routes -> {
              routes.get("/state", Permission.of(Action.OBSERVE), ctx -> ctx.result("fine"));
              routes.post(
                  "/orders",
                  Permission.of(Action.ADMINISTER),
                  ctx -> ctx.json(RequestBody.read(ctx, Order.class)));
            },
            List.of(),
            metrics));
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private static String tokens() {
    return """
    tokens:
    - {principal: viewer, sha256: %s}
    - {principal: admin, sha256: %s}
    """
        .formatted(VIEWER.sha256Hex(), ADMIN.sha256Hex());
  }

  private static String policy() {
    return """
    bindings:
    - {principal: viewer, role: viewer}
    - {principal: admin, role: admin}
    """;
  }

  @AfterEach
  void close() {
    server.close();
    metrics.close();
  }

  static Stream<Arguments> refused() {
    var post = "POST /orders HTTP/1.1\r\nHost: localhost\r\n" + by(ADMIN);
    var json = post + "Content-Type: application/json\r\n";
    return Stream.of(
        // Refused by the server, before a route is looked for.
        Arguments.of(RefusalReason.MALFORMED, 400, "GET /state\r\n\r\n"),
        Arguments.of(RefusalReason.MALFORMED, 400, get("/a/%2e%2e/b", "")),
        Arguments.of(RefusalReason.TOO_LARGE, 413, json + "Content-Length: 10737418240\r\n\r\n{"),
        Arguments.of(RefusalReason.TOO_LARGE, 431, get("/state", "X: y\r\n".repeat(101))),
        Arguments.of(RefusalReason.UNSUPPORTED, 415, get("/state", "Content-Encoding: zstd\r\n")),
        // Refused by a route, or by what stands before all routes.
        Arguments.of(RefusalReason.UNAUTHENTICATED, 401, get("/state", "")),
        Arguments.of(
            RefusalReason.UNAUTHENTICATED, 401, get("/state", "Authorization: Bearer no\r\n")),
        Arguments.of(
            RefusalReason.FORBIDDEN,
            403,
            "POST /orders HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n" + by(VIEWER) + END),
        Arguments.of(
            RefusalReason.FORBIDDEN,
            403,
            get("/state", by(VIEWER) + "Origin: https://elsewhere.example\r\n")),
        Arguments.of(RefusalReason.MALFORMED, 400, json + "Content-Length: 1\r\n" + END + "{"),
        Arguments.of(
            RefusalReason.UNSUPPORTED,
            405,
            "PUT /state HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n" + END),
        Arguments.of(
            RefusalReason.UNSUPPORTED,
            415,
            post + "Content-Type: text/plain\r\nContent-Length: 2\r\n" + END + "{}"));
  }

  private static String get(String path, String headers) {
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + END;
  }

  private static String by(Token token) {
    return "Authorization: Bearer " + token.secret() + "\r\n";
  }

  @ParameterizedTest
  @MethodSource("refused")
  void countsARefusedRequestOnceByItsReason(RefusalReason reason, int status, String request)
      throws Exception {
    var expected = counts();
    expected.merge(reason, 1.0, Double::sum);

    var answer = RawHttp.send(server.port(), request, QUIET_MILLIS);

    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    await().atMost(LIMIT).untilAsserted(() -> assertThat(counts()).isEqualTo(expected));
  }

  @Test
  void countsRequestsAboveTheRateOfACaller() throws Exception {
    server.close();
    server = start(new HttpLimits(null, 1));
    int refused = 0;
    for (int i = 0; i < 200 && refused < 3; i++) {
      refused +=
          RawHttp.send(server.port(), get("/state", by(VIEWER)), QUIET_MILLIS).status() == 429
              ? 1
              : 0;
    }

    assertThat(refused).isEqualTo(3);
    await()
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(counts()).containsEntry(RefusalReason.LIMIT, 3.0));
  }

  @Test
  void countsNeitherAnswersNorMissingThings() throws Exception {
    var before = counts();

    assertThat(RawHttp.send(server.port(), get("/state", by(VIEWER)), QUIET_MILLIS).status())
        .isEqualTo(200);
    assertThat(RawHttp.send(server.port(), get("/absent", ""), QUIET_MILLIS).status())
        .isEqualTo(404);

    assertThat(counts()).isEqualTo(before).doesNotContainValue(1.0);
  }

  /** Every reason has a series from the start, so that an increase can be computed. */
  private Map<RefusalReason, Double> counts() {
    var counts = new EnumMap<RefusalReason, Double>(RefusalReason.class);
    var scrape = metrics.registry().scrape();
    for (var reason : RefusalReason.values()) {
      var series = "reprise_http_requests_refused_total{reason=\"%s\"} ".formatted(reason.label());
      counts.put(
          reason,
          scrape
              .lines()
              .filter(line -> line.startsWith(series))
              .mapToDouble(line -> Double.parseDouble(line.substring(series.length())))
              .findFirst()
              .orElseThrow());
    }
    return counts;
  }
}
