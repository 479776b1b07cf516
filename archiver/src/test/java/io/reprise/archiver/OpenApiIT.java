package io.reprise.archiver;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.embedded.RunningServers;
import io.reprise.embedded.Servers;
import io.reprise.runtime.http.OpenApiContract;
import io.reprise.runtime.json.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The OpenAPI document of the archiver against a running archiver. */
@ExtendWith(Servers.class)
class OpenApiIT {
  private static final String TOPIC = "documented";
  private static final String SNAPSHOTS = TOPIC + ".snapshots.latest.v1";
  private static final String ARCHIVE = "/api/v1/archive/";
  private static final String TOO_LONG = "x".repeat(11 << 20);

  /** Sent as text, not as JSON. */
  private static final String TEXT = "sent as text";

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static ArchiverFixture fixture;
  private static ArchiverService archiver;

  private final OpenApiContract contract = new OpenApiContract(ArchiverService.class);

  @BeforeAll
  static void start(RunningServers servers) {
    fixture = new ArchiverFixture(servers, TOPIC);
    fixture.create(TOPIC, 1, Map.of());
    fixture.create("documented-copy", 1, Map.of());
    fixture.create(SNAPSHOTS, 1, Map.of("cleanup.policy", "compact"));
    try (var records = new OddRecords(29, servers.client(), TOPIC, 1)) {
      records.publish(100);
    }
    fixture.move(servers, ArchiverFixture.eager(32), TOPIC);
    archiver =
        ArchiverService.start(
            fixture.settings(servers, Map.of(TOPIC, ArchiverFixture.eager(32)), TOPIC),
            fault -> {});
  }

  @AfterAll
  static void stop() {
    archiver.close();
    fixture.close();
  }

  @Test
  void servesTheCommittedDocument() {
    var served = send("GET", "/api/v1/openapi.yaml", "").body();

    assertThat(new String(served, StandardCharsets.UTF_8)).isEqualTo(contract.text());
  }

  @Test
  void documentsEveryRegisteredRouteAndNoOther() {
    assertThat(OpenApiContract.registered(archiver)).isEqualTo(contract.operations());
  }

  @Test
  void answersAsDocumented() throws IOException {
    // Without a body or parameters
    check("GET /api/v1/openapi.yaml");
    check("GET /health/live");
    check("GET /health/ready");
    check("GET /metrics");
    check("GET /api/v1/status");
    check("GET " + ARCHIVE + "status");
    checkAt("GET " + ARCHIVE + "status", "status?limit=1&topic=" + TOPIC);
    checkAt("GET " + ARCHIVE + "status", "status?after=x");
    check("GET " + ARCHIVE + "probe");
    check("GET " + ARCHIVE + "archives");
    checkAt("GET " + ARCHIVE + "archives", "archives?topic=nowhere");

    // Holds
    var placed =
        check("POST " + ARCHIVE + "holds", "{'topic':'documented','from':100000,'reason':'r'}");
    check("POST " + ARCHIVE + "holds", "{'topic':'documented'}");
    check("POST " + ARCHIVE + "holds", "{'topic':'nowhere','from':1,'reason':'r'}");
    check("POST " + ARCHIVE + "holds", "{'topic':'documented','from':0,'reason':'r'}");
    check("GET " + ARCHIVE + "status");
    checkAt("GET " + ARCHIVE + "holds", "holds?topic=documented");
    checkAt("GET " + ARCHIVE + "holds", "holds");
    checkAt("GET " + ARCHIVE + "holds", "holds?topic=nowhere");
    var id = Json.json().readTree(placed.body()).get(0).at("/hold/id").asText();
    checkAt("DELETE " + ARCHIVE + "holds/{id}", "holds/" + id + "?topic=documented");
    checkAt("DELETE " + ARCHIVE + "holds/{id}", "holds/" + id + "?topic=documented");
    checkAt("DELETE " + ARCHIVE + "holds/{id}", "holds/" + id);
    checkAt("DELETE " + ARCHIVE + "holds/{id}", "holds/" + id + "?topic=nowhere");

    // Requests that are answered in lines
    var topicId = fixture.id(TOPIC, 0).topicId();
    check("POST " + ARCHIVE + "prove", "{'topic':'documented'}");
    check("POST " + ARCHIVE + "prove", "{'topic':'documented','partitions':[7]}");
    check("POST " + ARCHIVE + "prove", "{'topik':'documented'}");
    check("POST " + ARCHIVE + "prove", "{'topic':'nowhere'}");
    check("POST " + ARCHIVE + "prove", "{'topic':'documented','unanchored':true}");
    check("POST " + ARCHIVE + "prove", "{'topic':'documented','topicId':'" + topicId + "'}");
    check("POST " + ARCHIVE + "prove", "{'topic':'documented','topicId':'nowhere'}");
    check("POST " + ARCHIVE + "merge", "{'topic':'documented'}");
    check("POST " + ARCHIVE + "merge", "{'topic':'documented-copy'}");
    check("POST " + ARCHIVE + "merge", "{'topic':'documented','until':'2001-01-01T00:00:00Z'}");
    check("POST " + ARCHIVE + "merge", "{'topic':'documented','partitions':[7]}");
    check("POST " + ARCHIVE + "merge", "{'topic':'nowhere'}");
    check("POST " + ARCHIVE + "merge", "{}");
    check("POST " + ARCHIVE + "gc", "{}");
    check("POST " + ARCHIVE + "gc", "{'apply':true,'leastAge':'0s'}");
    check("POST " + ARCHIVE + "gc", "[]");
    check("POST " + ARCHIVE + "gc", "{'topic':'nowhere'}");
    check("POST " + ARCHIVE + "restore", "{'topic':'documented','into':'documented-copy'}");
    check("POST " + ARCHIVE + "restore", "{'topic':'documented','into':'documented'}");
    check("POST " + ARCHIVE + "restore", "{'topic':'documented'}");
    check(
        "POST " + ARCHIVE + "restore",
        "{'topic':'documented','partitions':[7],'into':'documented-copy'}");
    check("POST " + ARCHIVE + "restore", "{'topic':'nowhere','into':'documented'}");
    checkAt("GET " + ARCHIVE + "records", "records?topic=documented&from=3&to=60");
    checkAt("GET " + ARCHIVE + "records", "records?topic=documented&from=100000");
    checkAt("GET " + ARCHIVE + "records", "records?topic=documented&partition=x");
    checkAt("GET " + ARCHIVE + "records", "records?topic=documented&partition=7");
    checkAt("GET " + ARCHIVE + "records", "records?topic=nowhere");
    checkAt("GET " + ARCHIVE + "records", "records?topic=documented&limit=1");
    checkAt("GET " + ARCHIVE + "records", "records?topic=documented&topicId=" + topicId);
    check("POST " + ARCHIVE + "snapshots", "{'topic':'documented','reducer':'latest'}");
    check("POST " + ARCHIVE + "snapshots", "{'topic':'documented'}");
    check("POST " + ARCHIVE + "snapshots", "{'topic':'nowhere','reducer':'latest'}");
    checkAt("GET " + ARCHIVE + "snapshots", "snapshots?topic=documented&reducer=latest");
    checkAt("GET " + ARCHIVE + "snapshots", "snapshots?topic=documented");
    checkAt("GET " + ARCHIVE + "snapshots", "snapshots?topic=nowhere&reducer=latest");

    for (var operation : contract.operations()) {
      if (contract.statuses(operation).contains(413)) {
        check(operation, TOO_LONG);
        check(operation, TEXT);
      }
      var reachable = contract.statuses(operation);
      // The archiver of this test does not authenticate.
      reachable.removeAll(Set.of(401, 403, 500, 503));
      assertThat(contract.seen(operation)).as(operation).isEqualTo(reachable);
    }
  }

  private void check(String operation) {
    check(operation, "");
  }

  /** Sends a body, in which single quotes stand for double ones, to an operation's own path. */
  private HttpResponse<byte[]> check(String operation, String body) {
    var parts = operation.split(" ", 2);
    var answer = send(parts[0], parts[1], body.replace('\'', '"'));
    contract.check(operation, answer);
    return answer;
  }

  private void checkAt(String operation, String path) {
    contract.check(operation, send(operation.split(" ", 2)[0], ARCHIVE + path, ""));
  }

  private static HttpResponse<byte[]> send(String method, String path, String body) {
    var request =
        HttpRequest.newBuilder(archiver.uri().resolve(path))
            .timeout(Duration.ofSeconds(60))
            .header("Content-Type", body.equals(TEXT) ? "text/plain" : "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
