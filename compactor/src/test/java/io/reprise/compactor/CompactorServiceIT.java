package io.reprise.compactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.luben.zstd.Zstd;
import io.reprise.compactor.topic.ReducerConfig;
import io.reprise.embedded.RunningServers;
import io.reprise.embedded.Servers;
import io.reprise.runtime.http.HttpConfig;
import io.reprise.runtime.http.OpenApiContract;
import io.reprise.runtime.json.Json;
import io.reprise.runtime.tls.TestAuthority;
import io.reprise.runtime.tls.TlsConfig;
import io.reprise.schemas.json.AvroConversion;
import io.reprise.schemas.json.AvroJson;
import io.reprise.schemas.registry.SchemaRegistry;
import io.reprise.schemas.wire.WireFormat;
import io.reprise.store.fold.Reducers;
import io.reprise.store.snapshot.SnapshotTopic;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests to a running compactor over HTTP. */
@ExtendWith(Servers.class)
class CompactorServiceIT {
  private static final Duration AT_ONCE = Duration.ofMillis(100);

  @Test
  void answersWithTheNewestStateInEveryForm(RunningServers servers) throws Exception {
    try (var fixture = new CompactorFixture(servers)) {
      // Given
      fixture.create("forms", 2);
      fixture.publish("forms", "u/1 ü", "login", "{}");
      fixture.publish("forms", "u/1 ü", "login", "{}");
      fixture.publish("forms", "gone", "login", "{}");
      fixture.publish("forms", "gone", null, null);
      var config =
          CompactorFixture.config(
              servers.bootstrapServers(),
              servers.newDirectory("state"),
              "forms",
              Map.of(
                  "forms",
                  List.of(
                      CompactorFixture.reducer("count-by-type", 10, AT_ONCE),
                      CompactorFixture.reducer("latest", 10, AT_ONCE))));
      try (var compactor = CompactorService.start(config)) {
        var client = new CompactorHttpClient(compactor.uri());
        var path = "/api/v1/snapshots/forms/count-by-type/u%2F1%20%C3%BC".replace("%2F", "/");
        await()
            .atMost(Duration.ofSeconds(40))
            .until(
                () ->
                    "2".equals(header(client.ask(path), "Reprise-Events"))
                        && "2"
                            .equals(
                                header(
                                    client.ask(path.replace("count-by-type", "latest")),
                                    "Reprise-Events")));

        // When
        var json = client.ask(path);
        var bytes = client.ask(path, "Accept", "application/octet-stream");
        var gzip = client.ask(path, "Accept-Encoding", "gzip");
        var zstd = client.ask(path, "Accept-Encoding", "gzip, zstd");

        // Then
        assertThat(new String(json.body())).isEqualTo("{\"login\":2}");
        assertThat(header(json, "Content-Type")).startsWith("application/json");
        assertThat(header(json, "Cache-Control")).isEqualTo("max-age=1, must-revalidate");
        assertThat(header(json, "Reprise-Parked")).isEqualTo("0");
        assertThat(header(json, "Reprise-Offset")).isNotEmpty();
        assertThat(header(json, "Reprise-Partition")).isNotEmpty();
        assertThat(AvroJson.decode(bytes.body(), 0, mapOfLongs()).toString())
            .isEqualTo("{\"login\":2}");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(gzip.body())).readAllBytes())
            .isEqualTo(json.body());
        assertThat(Zstd.decompress(zstd.body(), 1_000)).isEqualTo(json.body());
        assertThat(List.of(tag(json), tag(bytes), tag(gzip), tag(zstd))).doesNotHaveDuplicates();
        var again = client.ask(path, "If-None-Match", tag(json));
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(tag(again)).isEqualTo(tag(json));
        assertThat(client.ask(path, "If-None-Match", tag(gzip)).statusCode()).isEqualTo(200);
        assertThat(client.ask("/api/v1/snapshots/forms/count-by-type?key=u%2F1%20%C3%BC").body())
            .isEqualTo(json.body());
        var base64 = client.ask(path.replace("count-by-type", "latest.v1"));
        assertThat(new String(base64.body())).isEqualTo("\"e30=\"");

        assertProblem(client.ask("/api/v1/snapshots/nope/latest/u1"), 404, "unknown-reducer");
        assertProblem(client.ask("/api/v1/snapshots/forms/merge/u1"), 404, "unknown-reducer");
        assertProblem(client.ask("/api/v1/snapshots/forms/latest"), 400, "invalid-request");
        assertProblem(client.ask("/api/v1/snapshots/forms/latest/never"), 404, "unknown-key");
        assertProblem(client.ask("/api/v1/snapshots/forms/latest/gone"), 404, "unknown-key");
        assertThat(client.ask("/health/ready").statusCode()).isEqualTo(200);
        assertListed(client);
      }
    }
  }

  private static void assertListed(CompactorHttpClient client) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              var list = client.json("/api/v1/snapshots");
              assertThat(list).hasSize(2);
              long processed = 0;
              for (JsonNode partition : list.get(0).get("partitions")) {
                processed += partition.get("processedTo").asLong();
                assertThat(partition.get("lag").asLong()).isZero();
                assertThat(partition.get("watermark").get("processedTo"))
                    .isEqualTo(partition.get("processedTo"));
                assertThat(partition.get("owner").asText()).startsWith("127.0.0.1:");
              }
              assertThat(processed).isEqualTo(4);
            });
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(new String(client.ask("/metrics").body()))
                    .contains(
                        "reprise_compactor_folded_total{reducer=\"latest.v1\",topic=\"forms\"} 4.0",
                        "reprise_compactor_audit_differences_total{reducer=\"latest.v1\",topic=\"forms\"}"
                            + " 0.0")
                    .containsPattern("reprise_compactor_audit_keys_total\\{[^}]*} [1-9]"));
  }

  @Test
  void mergesAvroOfTheRegistryAndAnswersInJson(RunningServers servers) {
    try (var fixture = new CompactorFixture(servers);
        var registry = SchemaRegistry.at(servers.registry().uri())) {
      // Given
      fixture.create("people", 1);
      var schema =
          SchemaBuilder.record("Person")
              .fields()
              .optionalString("name")
              .optionalString("city")
              .endRecord();
      int id = registry.register("people-value", schema);
      for (var json : List.of("{\"name\":\"Ann\",\"city\":\"Bonn\"}", "{\"city\":\"Bern\"}")) {
        var avro = ((AvroConversion.Encoded) AvroJson.encode(tree(json), schema)).avro();
        fixture.publish(
            List.of(
                new ProducerRecord<>(
                    "people", CompactorFixture.bytes("u1"), WireFormat.frame(id, avro))));
      }
      fixture.publish("people", "u1", null, "no avro");
      var config =
          CompactorFixture.config(
              servers.bootstrapServers(),
              servers.newDirectory("state"),
              "people",
              Map.of("people", List.of(CompactorFixture.reducer("merge", 10, AT_ONCE))),
              servers.registry().uri(),
              null);
      try (var compactor = CompactorService.start(config)) {
        // When
        var client = new CompactorHttpClient(compactor.uri());
        await()
            .atMost(Duration.ofSeconds(40))
            .until(
                () ->
                    "1"
                        .equals(
                            header(
                                client.ask("/api/v1/snapshots/people/merge/u1"),
                                "Reprise-Parked")));

        // Then
        assertThat(client.json("/api/v1/snapshots/people/merge/u1").toString())
            .isEqualTo("{\"name\":\"Ann\",\"city\":\"Bern\"}");
        var topic = new SnapshotTopic("people", Reducers.onClassPath().find("merge", 1).id());
        await().until(() -> fixture.isSnapshotted(topic, 0));
        var audit =
            client.post(
                "/api/v1/snapshots/audit",
                "{\"topic\":\"people\",\"reducer\":\"merge\",\"keys\":[\"u1\"]}");
        var summary = audit.get(audit.size() - 1).get("summary");
        assertThat(summary.get("keys").asInt()).isEqualTo(1);
        assertThat(summary.get("differing").asInt()).isZero();
        assertThat(summary.get("events").asInt()).isEqualTo(3);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void twoInstancesShareAndSendToEachOther(boolean encrypted, RunningServers servers) {
    var name = encrypted ? "shared-tls" : "shared";
    var tls = encrypted ? tls(servers.newDirectory("tls")) : TlsConfig.NONE;
    var trusting =
        encrypted
            ? HttpClient.newBuilder().sslContext(tls.clientContext()).build()
            : HttpClient.newHttpClient();
    try (var fixture = new CompactorFixture(servers)) {
      // Given
      fixture.create(name, 4);
      for (int user = 0; user < 40; user++) {
        fixture.publish(name, "u" + user, "x", "v");
      }
      var topics = Map.of(name, List.of(CompactorFixture.reducer("latest", 10, AT_ONCE)));
      try (var one = CompactorService.start(config(servers, name, topics, tls));
          var two = CompactorService.start(config(servers, name, topics, tls))) {
        var clients =
            List.of(
                new CompactorHttpClient(one.uri(), trusting),
                new CompactorHttpClient(two.uri(), trusting));

        // When: each instance owns partitions, and lists the owners of all
        await()
            .atMost(Duration.ofSeconds(60))
            .ignoreExceptions()
            .until(() -> owners(clients.get(0)) == 2 && owners(clients.get(1)) == 2);

        // Then
        int redirected = 0;
        for (int user = 0; user < 40; user++) {
          var path = "/api/v1/snapshots/" + name + "/latest/u" + user;
          var answer = clients.get(0).ask(path);
          if (answer.statusCode() == 307) {
            redirected++;
            assertThat(header(answer, "Location")).isEqualTo(two.uri() + path);
            new OpenApiContract(CompactorService.class)
                .check("GET /api/v1/snapshots/{topic}/{reducer}/{key}", answer);
            assertThat(clients.get(1).ask(path).statusCode()).isEqualTo(200);
          } else {
            assertThat(answer.statusCode()).isEqualTo(200);
          }
        }
        assertThat(redirected).isBetween(1, 39);
      }
    }
  }

  private static CompactorConfig config(
      RunningServers servers,
      String application,
      Map<String, List<ReducerConfig>> topics,
      TlsConfig tls) {
    return CompactorFixture.config(
        servers.bootstrapServers(),
        servers.newDirectory("state"),
        application,
        topics,
        null,
        null,
        new HttpConfig("127.0.0.1", 0, null, null, tls, false, null));
  }

  /** Returns a certificate of a private authority, which the instances trust. */
  private static TlsConfig tls(Path directory) {
    var authority = new TestAuthority("CN=authority");
    authority.issue("CN=compactor", "127.0.0.1").writeTo(directory);
    return new TlsConfig(
        directory.resolve("cert.pem"),
        directory.resolve("key.pem"),
        authority.writeTo(directory.resolve("ca.pem")));
  }

  /** The number of instances that own partitions; -1 until all owners are known and caught up. */
  private static long owners(CompactorHttpClient client) {
    var partitions = client.json("/api/v1/snapshots").get(0).get("partitions");
    var owners = new java.util.HashSet<String>();
    for (var partition : partitions) {
      if (!partition.hasNonNull("processedTo") || partition.get("lag").asLong() > 0) {
        return -1;
      }
      owners.add(partition.get("owner").asText());
    }
    return owners.size();
  }

  @Test
  void aReducerOfAPluginFolds(RunningServers servers) throws Exception {
    try (var fixture = new CompactorFixture(servers)) {
      // Given
      var plugins = servers.newDirectory("plugins");
      try (var built = Files.list(Path.of("example-reducer", "target"))) {
        var jar =
            built
                .filter(file -> file.getFileName().toString().matches("reprise-example.*\\.jar"))
                .findFirst()
                .orElseThrow();
        Files.copy(jar, plugins.resolve("last-seen.jar"));
      }
      fixture.create("plugged", 1);
      fixture.publish("plugged", "u1", "login", "v");
      var config =
          CompactorFixture.config(
              servers.bootstrapServers(),
              servers.newDirectory("state"),
              "plugged",
              Map.of("plugged", List.of(CompactorFixture.reducer("last-seen", 10, AT_ONCE))),
              null,
              plugins);
      try (var compactor = CompactorService.start(config)) {
        // When
        var client = new CompactorHttpClient(compactor.uri());
        var path = "/api/v1/snapshots/plugged/last-seen/u1";
        await().atMost(Duration.ofSeconds(40)).until(() -> client.ask(path).statusCode() == 200);

        // Then
        assertThat(client.json(path).get("type").asText()).isEqualTo("login");
        var topic =
            new SnapshotTopic("plugged", Reducers.withPlugins(plugins).find("last-seen", 1).id());
        await().until(() -> fixture.isSnapshotted(topic, 0));
      }
    }
  }

  private static void assertProblem(HttpResponse<byte[]> answer, int status, String slug) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(new String(answer.body())).contains("urn:reprise:problem:" + slug);
  }

  private static org.apache.avro.Schema mapOfLongs() {
    return org.apache.avro.Schema.createMap(
        org.apache.avro.Schema.create(org.apache.avro.Schema.Type.LONG));
  }

  private static JsonNode tree(String json) {
    try {
      return Json.json().readTree(json);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String tag(HttpResponse<byte[]> answer) {
    return header(answer, "ETag");
  }

  private static String header(HttpResponse<byte[]> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }
}
