package io.reprise.archiver.generation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.archiver.ArchiverConfig;
import io.reprise.archiver.ArchiverFixture;
import io.reprise.archiver.ArchiverService;
import io.reprise.embedded.RunningServers;
import io.reprise.embedded.Servers;
import io.reprise.runtime.json.Json;
import io.reprise.store.fold.EventDigest;
import io.reprise.store.fold.Provenance;
import io.reprise.store.fold.ReducerId;
import io.reprise.store.snapshot.SnapshotCodec;
import io.reprise.store.snapshot.SnapshotTopic;
import io.reprise.store.snapshot.Watermark;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Servers.class)
class SnapshotExportIT {
  private static final SnapshotTopic SNAPSHOTS =
      new SnapshotTopic("users", new ReducerId("latest", 1));
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final int KEEP = 2;

  private static ArchiverFixture fixture;
  private static List<ArchiverService> archivers;

  @BeforeAll
  static void start(RunningServers servers) throws Exception {
    fixture = new ArchiverFixture(servers, "export");
    fixture.create("users", 1, Map.of());
    fixture.create("fresh", 1, Map.of());
    fixture.create(SNAPSHOTS.name(), 1, Map.of("cleanup.policy", "compact"));
    fixture.create("fresh.snapshots.latest.v1", 1, Map.of("cleanup.policy", "compact"));
    write(servers.bootstrapServers());
    archivers =
        List.of(
            ArchiverService.start(exporting(servers, "first"), fault -> {}),
            ArchiverService.start(exporting(servers, "second"), fault -> {}));
  }

  private static ArchiverConfig exporting(RunningServers servers, String name) {
    var plain = fixture.settings(servers, Map.of(), name);
    var export = new ExportConfig("latest", null, Duration.ofSeconds(1), KEEP, Duration.ZERO);
    return new ArchiverConfig(
        name,
        plain.kafka(),
        plain.http(),
        null,
        plain.store(),
        plain.spool(),
        Map.of(),
        name,
        null,
        Map.of("users", List.of(export)),
        null);
  }

  private static void write(String bootstrapServers) throws Exception {
    try (var producer =
        new KafkaProducer<byte[], byte[]>(
            Map.of("bootstrap.servers", bootstrapServers),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      var provenance = new Provenance(0, 5, 1_000, 2, 0, new EventDigest(1, 2));
      var state = "x".getBytes(UTF_8);
      var ada = new ProducerRecord<>(SNAPSHOTS.name(), 0, "ada".getBytes(UTF_8), state);
      ada.headers().add(SnapshotCodec.HEADER, SnapshotCodec.header(provenance, 1, state));
      producer.send(ada).get();
      producer
          .send(
              new ProducerRecord<>(
                  SNAPSHOTS.name(),
                  0,
                  SnapshotCodec.watermarkKey(),
                  SnapshotCodec.encode(new Watermark(6, 6))))
          .get();
    }
  }

  @AfterAll
  static void stop() {
    archivers.forEach(ArchiverService::close);
    fixture.close();
  }

  @Test
  void exportsAgainAndAgainFromTwoArchiversAndKeepsTheNewest() {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              var numbers = numbers();
              assertThat(numbers).hasSizeBetween(1, KEEP + 1);
              assertThat(numbers.get(numbers.size() - 1)).isGreaterThan(3);
            });
    var newest = generations().path(0);
    assertThat(newest.at("/processedTo/0").asLong()).isEqualTo(6);
    assertThat(newest.path("keys").asLong()).isEqualTo(1);
    assertThat(newest.path("objects").asLong()).isEqualTo(1);
  }

  private static List<Long> numbers() {
    return StreamSupport.stream(generations().spliterator(), false)
        .map(g -> g.path("generation").asLong())
        .toList();
  }

  private static JsonNode generations() {
    return json(send("GET", "/api/v1/archive/snapshots?topic=users&reducer=latest", "").body())
        .path("generations");
  }

  @Test
  void exportsOnDemand() {
    var lines = lines("{\"topic\":\"users\",\"reducer\":\"latest\"}");

    var last = lines.get(lines.size() - 1);
    // The schedule may have exported the same generation just before: the answer is a problem then.
    assertThat(last.at("/summary/keys").asLong() == 1 || last.has("problem")).isTrue();
    assertThat(last.toString()).contains("generation");
  }

  @Test
  void saysThatThereIsNothingToExportYet() {
    var lines = lines("{\"topic\":\"fresh\",\"reducer\":\"latest\"}");

    assertThat(lines.get(0).at("/problem/detail").asText())
        .startsWith("topic fresh.snapshots.latest.v1 has no watermark in partition 0");
  }

  @Test
  void namesATopicOrReducerThatDoesNotExist() {
    var ghost =
        send("POST", "/api/v1/archive/snapshots", "{\"topic\":\"ghost\",\"reducer\":\"a\"}");
    assertThat(ghost.statusCode()).isEqualTo(404);
    assertThat(ghost.body()).contains("ghost");
    var none =
        send("POST", "/api/v1/archive/snapshots", "{\"topic\":\"users\",\"reducer\":\"no\"}");
    assertThat(none.statusCode()).isEqualTo(404);
    assertThat(none.body()).contains("users.snapshots.no.v1");
    var odd =
        send("POST", "/api/v1/archive/snapshots", "{\"topic\":\"users\",\"reducer\":\"A B\"}");
    assertThat(odd.statusCode()).isEqualTo(400);
    assertThat(odd.body()).contains("lower-case letters");
  }

  private static List<JsonNode> lines(String body) {
    var lines = new ArrayList<JsonNode>();
    send("POST", "/api/v1/archive/snapshots", body)
        .body()
        .lines()
        .forEach(line -> lines.add(json(line)));
    return lines;
  }

  private static HttpResponse<String> send(String method, String path, String body) {
    try {
      return HTTP.send(
          HttpRequest.newBuilder(URI.create(archivers.get(0).uri() + path))
              .header("Content-Type", "application/json")
              .method(method, HttpRequest.BodyPublishers.ofString(body))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode json(String text) {
    try {
      return Json.json().readTree(text);
    } catch (Exception e) {
      throw new IllegalStateException(text, e);
    }
  }
}
