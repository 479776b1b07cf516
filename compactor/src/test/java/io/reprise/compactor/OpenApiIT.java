package io.reprise.compactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.compactor.http.CompactorApi;
import io.reprise.embedded.RunningServers;
import io.reprise.embedded.Servers;
import io.reprise.runtime.http.HttpConfig;
import io.reprise.runtime.http.HttpServer;
import io.reprise.runtime.http.OpenApiContract;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The OpenAPI document of the compactor against a running compactor. */
@ExtendWith(Servers.class)
class OpenApiIT {
  private static final String TOPIC = "documented";
  private static final String LIST = "/api/v1/snapshots";
  private static final String AUDIT = LIST + "/audit";
  private static final String BY_PATH = LIST + "/{topic}/{reducer}/{key}";
  private static final String BY_QUERY = LIST + "/{topic}/{reducer}";
  private static final String KEY = LIST + "/documented/latest/ada";
  private static final String TOO_LONG = "x".repeat(11 << 20);

  /** Sent as text, not as JSON. */
  private static final String TEXT = "sent as text";

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static CompactorFixture fixture;
  private static CompactorService compactor;

  private final OpenApiContract contract = new OpenApiContract(CompactorService.class);

  @BeforeAll
  static void start(RunningServers servers) {
    fixture = new CompactorFixture(servers);
    fixture.create(TOPIC, 1);
    fixture.publish(TOPIC, "ada", "login", "v");
    var reducer = CompactorFixture.reducer("latest", 10, Duration.ofMillis(100));
    compactor =
        CompactorService.start(
            CompactorFixture.config(
                servers.bootstrapServers(),
                servers.newDirectory("state"),
                TOPIC,
                Map.of(TOPIC, List.of(reducer))));
    await()
        .atMost(Duration.ofSeconds(40))
        .until(() -> send(compactor.uri(), "GET", KEY, "").statusCode() == 200);
    await().until(() -> send(compactor.uri(), "GET", "/health/ready", "").statusCode() == 200);
  }

  @AfterAll
  static void stop() {
    compactor.close();
    fixture.close();
  }

  @Test
  void servesTheCommittedDocument() {
    var served = send(compactor.uri(), "GET", "/api/v1/openapi.yaml", "").body();

    assertThat(new String(served, StandardCharsets.UTF_8)).isEqualTo(contract.text());
  }

  @Test
  void documentsEveryRegisteredRouteAndNoOther() {
    assertThat(OpenApiContract.registered(compactor)).isEqualTo(contract.operations());
  }

  @Test
  void answersAsDocumented() {
    check("GET /api/v1/openapi.yaml", "/api/v1/openapi.yaml");
    check("GET /health/live", "/health/live");
    check("GET /health/ready", "/health/ready");
    check("GET /metrics", "/metrics");
    check("GET /api/v1/status", "/api/v1/status");
    check("GET " + LIST, LIST);
    check("GET " + LIST, LIST + "?scope=local");

    var json = check("GET " + BY_PATH, KEY);
    check("GET " + BY_PATH, KEY, "Accept", "application/octet-stream");
    check("GET " + BY_PATH, KEY, "If-None-Match", json.headers().firstValue("ETag").orElseThrow());
    check("GET " + BY_PATH, LIST + "/documented/latest/nobody");
    check("GET " + BY_PATH, LIST + "/documented/no-reducer/ada");
    var query = LIST + "/documented/latest?key=ada";
    check("GET " + BY_QUERY, query);
    check("GET " + BY_QUERY, query, "If-None-Match", "*");
    check("GET " + BY_QUERY, LIST + "/documented/latest");
    check("GET " + BY_QUERY, LIST + "/nowhere/latest?key=ada");

    post("{\"topic\":\"documented\",\"reducer\":\"latest\"}");
    post("{\"topic\":\"documented\",\"reducer\":\"latest.v1\",\"keys\":[\"ada\"]}");
    post("{\"topic\":\"documented\"}");
    post("{\"topik\":\"documented\"}");
    post("{\"topic\":\"nowhere\",\"reducer\":\"latest\"}");
    post(TOO_LONG);
    post(TEXT);

    for (var operation : contract.operations()) {
      var reachable = contract.statuses(operation);
      // A redirect needs two instances: CompactorServiceIT checks it. The compactor of this test
      // does
      // not authenticate.
      reachable.removeAll(Set.of(307, 401, 403, 500, 503));
      assertThat(contract.seen(operation)).as(operation).isEqualTo(reachable);
    }
  }

  @Test
  void answers503AsDocumentedWhileItStarts() {
    var api = new CompactorApi(Optional::empty, Duration.ZERO);
    try (var starting = HttpServer.start(new HttpConfig("127.0.0.1", 0), api)) {
      contract.check("GET " + LIST, send(starting.uri(), "GET", LIST, ""));
      contract.check("GET " + BY_PATH, send(starting.uri(), "GET", KEY, ""));
      contract.check(
          "GET " + BY_QUERY, send(starting.uri(), "GET", LIST + "/documented/latest?key=ada", ""));
      contract.check(
          "POST " + AUDIT,
          send(starting.uri(), "POST", AUDIT, "{\"topic\":\"documented\",\"reducer\":\"latest\"}"));
    }
    assertThat(contract.seen("GET " + LIST)).containsExactly(503);
    assertThat(contract.seen("GET " + BY_PATH)).containsExactly(503);
    assertThat(contract.seen("GET " + BY_QUERY)).containsExactly(503);
    assertThat(contract.seen("POST " + AUDIT)).containsExactly(503);
  }

  private HttpResponse<byte[]> check(String operation, String path, String... headers) {
    var answer = send(compactor.uri(), "GET", path, "", headers);
    contract.check(operation, answer);
    return answer;
  }

  private void post(String body) {
    contract.check("POST " + AUDIT, send(compactor.uri(), "POST", AUDIT, body));
  }

  private static HttpResponse<byte[]> send(
      URI uri, String method, String path, String body, String... headers) {
    var request =
        HttpRequest.newBuilder(uri.resolve(path))
            .timeout(Duration.ofSeconds(60))
            .header("Content-Type", body.equals(TEXT) ? "text/plain" : "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
