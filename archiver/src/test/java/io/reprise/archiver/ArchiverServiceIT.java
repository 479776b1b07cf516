package io.reprise.archiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.archiver.topic.ArchiveMode;
import io.reprise.archiver.topic.TopicConfig;
import io.reprise.embedded.RunningServers;
import io.reprise.embedded.Servers;
import io.reprise.runtime.json.ByteSize;
import io.reprise.runtime.json.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The archiver as an operator sees it: through its door. */
@ExtendWith(Servers.class)
class ArchiverServiceIT {
  private static final String GROUP = "service";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static RunningServers servers;
  private static ArchiverFixture ground;
  private static ArchiverService archiver;

  @BeforeAll
  static void start(RunningServers running) {
    servers = running;
    ground = new ArchiverFixture(servers, "service");
    ground.create("orders", 2, Map.of());
    ground.create("kept", 1, Map.of());
    ground.create("ledger", 1, Map.of("cleanup.policy", "compact"));
    ground.create("short", 1, Map.of("retention.ms", "60000"));
    ground.create("sized", 1, Map.of("retention.bytes", "1000000"));
    publish("orders", 2, 900);
    archiver =
        ArchiverService.start(
            ground.settings(
                servers,
                Map.of(
                    "orders", ArchiverFixture.eager(32),
                    "kept", ArchiverFixture.eager(1),
                    "ledger", ArchiverFixture.eager(32),
                    "short", ArchiverFixture.eager(32),
                    "sized", ArchiverFixture.eager(32),
                    "ghost", ArchiverFixture.eager(32)),
                GROUP),
            fault -> {});
  }

  @AfterAll
  static void stop() {
    archiver.close();
    ground.close();
  }

  @Test
  void saysWhyTopicsAreRefusedAndArchivesTheOthers() {
    // When
    var status = get("/api/v1/archive/status");

    // Then
    var refused = status.path("refused");
    assertThat(refused.path("ghost").asText()).contains("does not exist on this cluster");
    assertThat(refused.path("ledger").asText()).contains("is compacted only").contains("COPY");
    assertThat(refused.path("short").asText()).contains("retention.ms=60000").contains("-1");
    assertThat(refused.path("sized").asText()).contains("retention.bytes=1000000");
    assertThat(refused.has("orders")).isFalse();
    assertThat(send("GET", "/health/ready", "").statusCode()).isEqualTo(503);
    assertThat(send("GET", "/health/ready", "").body()).contains("is compacted only");
    awaitMoved("orders");
  }

  @Test
  void aTopicThatIsMendedIsArchivedWithoutARestart() throws Exception {
    // Given
    ground.create("late", 1, Map.of("retention.bytes", "1000000"));
    publish("late", 1, 100);
    try (var other = start("late")) {
      await()
          .until(() -> get(other.uri(), "/api/v1/archive/status").at("/refused/late").isTextual());

      // When
      ground.set("late", "retention.bytes", "-1");

      // Then
      awaitMoved("late");
    }
  }

  @Test
  void tellsHowEachPartitionStands() {
    // Given
    awaitMoved("orders");
    var id = ground.id("orders", 1);

    // When
    await().until(() -> partition("orders", 1).path("phase").asText().equals("CAUGHT_UP"));
    var partition = partition("orders", 1);

    // Then
    long end = ground.facts(id).committedEnd();
    assertThat(partition.at("/archived/from").asLong()).isZero();
    assertThat(partition.at("/archived/to").asLong()).isEqualTo(end);
    assertThat(partition.at("/hot/from").asLong()).isEqualTo(end);
    assertThat(partition.path("overlap").asLong()).isZero();
    assertThat(partition.path("lag").asLong()).isZero();
    assertThat(partition.path("segments").asInt()).isEqualTo(ground.archive(id).segments().size());
    assertThat(partition.path("writer").asText()).isEqualTo(GROUP);
    assertThat(partition.path("epoch").asLong()).isPositive();
    assertThat(partition.path("trimLimit").asText()).isEqualTo("the archive's end");
    assertThat(send("GET", "/metrics", "").body())
        .contains("reprise_archive_segments_total")
        .contains("reprise_archive_trims_total");
  }

  @Test
  void provesCatsAndCollectsOverHttp() {
    // Given
    awaitMoved("orders");

    // When
    var proof = lines("POST", "/api/v1/archive/prove", "{\"topic\":\"orders\"}");
    var records = lines("GET", "/api/v1/archive/records?topic=orders&partition=0&from=3&to=60", "");
    var garbage = lines("POST", "/api/v1/archive/gc", "{}");
    var probe = get("/api/v1/archive/probe");

    // Then
    assertThat(last(proof).at("/summary/findings").asLong(-1)).isZero();
    assertThat(last(proof).at("/summary/segments").asLong()).isPositive();
    assertThat(proof.get(0).path("progress").path("unit").asText()).isEqualTo("bytes");
    var expected =
        ground.archived(ground.id("orders", 0)).stream()
            .map(Fingerprint::offset)
            .filter(o -> o >= 3 && o < 60)
            .toList();
    assertThat(
            records.stream().filter(l -> l.has("record")).map(l -> l.at("/record/offset").asLong()))
        .isEqualTo(expected);
    assertThat(last(garbage).at("/summary/orphans").asLong(-1)).isZero();
    assertThat(probe.path("createOnly").asBoolean()).isTrue();
  }

  @Test
  void aFlippedBitIsFoundAndNamed() throws Exception {
    // Given: an archive of its own, whose file on the S3 server is changed behind everybody's back
    ground.create("flipped", 1, Map.of());
    publish("flipped", 1, 200);
    ground.move(servers, ArchiverFixture.eager(32), "flipped");
    var id = ground.id("flipped", 0);
    var name =
        io.reprise.store.archive.ArchiveLayout.data(
            id, ground.archive(id).segments().get(0).file());
    var file = servers.objects("service").resolve(name);
    var bytes = java.nio.file.Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 4;
    java.nio.file.Files.write(file, bytes);

    // When
    var proof = lines("POST", "/api/v1/archive/prove", "{\"topic\":\"flipped\"}");

    // Then
    assertThat(proof).anyMatch(l -> l.at("/finding/object").asText().equals(name));
    assertThat(last(proof).at("/summary/findings").asLong()).isEqualTo(1);
  }

  @Test
  void restoresIntoAnotherTopicAndRefusesUnsuitableOnes() {
    // Given
    awaitMoved("orders");
    ground.create("restored", 2, Map.of());
    ground.create("narrow", 1, Map.of());
    ground.create("brief", 2, Map.of("retention.ms", "60000"));

    // When
    var restored = lines("POST", "/api/v1/archive/restore", restore("restored"));

    // Then
    for (int partition = 0; partition < 2; partition++) {
      var copy = ground.contents(ground.id("restored", partition));
      assertThat(copy).isEqualTo(ground.archivedContents(ground.id("orders", partition)));
    }
    assertThat(last(restored).at("/summary/records").asLong()).isPositive();
    assertThat(problem(restore("orders"))).contains("is the topic that was archived");
    assertThat(problem(restore("narrow"))).contains("add partitions to it");
    assertThat(problem(restore("brief"))).contains("retention.ms=60000").contains("set it to -1");
    assertThat(problem(restore("restored"))).contains("is not empty");
    assertThat(problem(restore("nowhere"))).contains("does not exist");
    assertThat(problem("{\"topic\":\"orders\"}")).contains("into is missing");
  }

  @Test
  void holdsAndLiveGroupsKeepOffsetsInKafka() {
    // Given: a hold from 40 on, and a group that stands at 20
    var id = ground.id("kept", 0);
    ground.commit("slow", id, 20);
    var held =
        post(
            "/api/v1/archive/holds",
            "{\"topic\":\"kept\",\"partitions\":[0],\"from\":40,\"reason\":\"an audit\"}");
    for (int i = 0; i < 8; i++) {
      publish("kept", 1, 40);
    }

    // When, Then: the group binds
    awaitTrimLimit("live group 'slow'");
    assertThat(ground.facts(id).logStart()).isLessThanOrEqualTo(20);

    // When, Then: the hold binds
    ground.commit("slow", id, ground.facts(id).committedEnd());
    var hold = held.get(0).at("/hold/id").asText();
    awaitTrimLimit("hold " + hold);
    assertThat(ground.facts(id).logStart()).isLessThanOrEqualTo(40);
    assertThat(get("/api/v1/archive/holds?topic=kept")).hasSize(1);

    // When, Then: nothing binds
    send("DELETE", "/api/v1/archive/holds/" + hold + "?topic=kept", "");
    awaitMoved("kept");
    var late =
        send("POST", "/api/v1/archive/holds", "{\"topic\":\"kept\",\"from\":1,\"reason\":\"r\"}");
    assertThat(late.statusCode()).isEqualTo(409);
    assertThat(late.body()).contains("are trimmed or about to be, 1 cannot be held");
  }

  @Test
  void holdsFromATimeOn() {
    // When
    var held =
        post(
            "/api/v1/archive/holds",
            "{\"topic\":\"orders\",\"since\":\"2101-01-01T00:00:00Z\",\"reason\":\"the future\"}");

    // Then
    assertThat(held).hasSize(2);
    var hold = held.get(0).at("/hold/id").asText();
    assertThat(held.get(0).at("/hold/from").asLong())
        .isEqualTo(ground.facts(ground.id("orders", 0)).committedEnd());
    assertThat(send("DELETE", "/api/v1/archive/holds/" + hold + "?topic=orders", "").statusCode())
        .isEqualTo(200);
  }

  @Test
  void copiesWhatCannotBeMovedAndLeavesItWhereItIs() {
    // Given
    var copy =
        new TopicConfig(
            ArchiveMode.COPY, null, null, ByteSize.ofKiB(32), Duration.ofMillis(300), null, null);
    ground.create("copied", 1, Map.of("cleanup.policy", "compact"));
    try (var records = OddRecords.keyed(23, servers.client(), "copied", 1)) {
      records.publish(200);
    }
    var id = ground.id("copied", 0);
    var before = ground.hot(id, 0);

    // When
    try (var engine = ground.engine(servers, Map.of("copied", copy), "copier")) {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> ground.archive(id).covered().to() == ground.facts(id).committedEnd());
      assertThat(engine.topics().refused()).isEmpty();
    }

    // Then
    assertThat(ground.archived(id)).isEqualTo(before);
    assertThat(ground.facts(id).logStart()).isZero();
  }

  @Test
  void instancesShareThePartitionsAndTakeOverFromEachOther() {
    // Given
    ground.create("shared", 4, Map.of());
    var archived = Map.of("shared", ArchiverFixture.eager(32));
    try (var one = ground.engine(servers, archived, "sharers")) {
      await().atMost(Duration.ofSeconds(30)).until(() -> one.states().size() == 4);

      // When
      try (var other = ground.engine(servers, archived, "sharers")) {
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> one.states().size() == 2 && other.states().size() == 2);
        publish("shared", 4, 200);
        awaitMoved("shared");
      }

      // Then
      await().atMost(Duration.ofSeconds(30)).until(() -> one.states().size() == 4);
      publish("shared", 4, 200);
      awaitMoved("shared");
    }
    assertThat(ground.prove("shared")).isEmpty();
  }

  @Test
  void saysWhatIsWrongWithARequest() {
    assertThat(send("GET", "/api/v1/archive/holds", "").statusCode()).isEqualTo(400);
    assertThat(send("GET", "/api/v1/archive/holds?topic=nope", "").statusCode()).isEqualTo(404);
    assertThat(send("POST", "/api/v1/archive/prove", "{\"topic\":\"nope\"}").statusCode())
        .isEqualTo(404);
    assertThat(send("POST", "/api/v1/archive/prove", "{\"topic\":\"orders\",\"frm\":1}").body())
        .contains("frm");
    assertThat(
            send("POST", "/api/v1/archive/holds", "{\"topic\":\"orders\",\"reason\":\"r\"}").body())
        .contains("give either from, an offset, or since, a time");
    assertThat(send("DELETE", "/api/v1/archive/holds/none?topic=orders", "").body())
        .contains("has no hold 'none'");
  }

  private static ArchiverService start(String topic) {
    return ArchiverService.start(
        ground.settings(servers, Map.of(topic, ArchiverFixture.eager(32)), "archiver-of-" + topic),
        fault -> {});
  }

  private static void publish(String topic, int partitions, int count) {
    try (var records = new OddRecords(19, servers.client(), topic, partitions)) {
      records.publish(count);
    }
  }

  private static void awaitMoved(String topic) {
    int partitions = ground.topics().inspect(topic).partitions().size();
    for (int i = 0; i < partitions; i++) {
      var id = ground.id(topic, i);
      await().atMost(Duration.ofSeconds(40)).until(() -> ground.isMoved(id));
    }
  }

  private static void awaitTrimLimit(String reason) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              var p = partition("kept", 0);
              return p.path("lag").asLong() == 0
                  && p.path("trimLimit").asText().equals(reason)
                  && p.path("nextTrim").asLong() == p.at("/hot/from").asLong();
            });
  }

  private static JsonNode partition(String topic, int partition) {
    for (var p : get("/api/v1/archive/status").path("partitions")) {
      if (p.path("topic").asText().equals(topic) && p.path("partition").asInt() == partition) {
        return p;
      }
    }
    throw new AssertionError("no " + topic + "-" + partition);
  }

  private static String restore(String into) {
    return "{\"topic\":\"orders\",\"into\":\"%s\"}".formatted(into);
  }

  /** The sentence with which a restore is refused, wherever it stands. */
  private static String problem(String request) {
    var answer = send("POST", "/api/v1/archive/restore", request).body();
    var last = answer.strip().lines().reduce((a, b) -> b).orElseThrow();
    var problem = json(last);
    return (problem.has("problem") ? problem.path("problem") : problem).path("detail").asText();
  }

  private static JsonNode last(List<JsonNode> lines) {
    return lines.get(lines.size() - 1);
  }

  private static List<JsonNode> lines(String method, String path, String body) {
    var lines = new ArrayList<JsonNode>();
    send(method, path, body).body().lines().forEach(l -> lines.add(json(l)));
    return lines;
  }

  private static JsonNode get(String path) {
    return get(archiver.uri(), path);
  }

  private static JsonNode get(URI base, String path) {
    return json(send(base, "GET", path, "").body());
  }

  private static JsonNode post(String path, String body) {
    return json(send("POST", path, body).body());
  }

  private static HttpResponse<String> send(String method, String path, String body) {
    return send(archiver.uri(), method, path, body);
  }

  private static HttpResponse<String> send(URI base, String method, String path, String body) {
    var request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(Duration.ofSeconds(60))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode json(String text) {
    try {
      return Json.json().readTree(text);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException(text, e);
    }
  }
}
