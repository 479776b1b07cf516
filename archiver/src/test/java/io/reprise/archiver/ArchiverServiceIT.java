package io.reprise.archiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.embedded.RunningServers;
import io.reprise.embedded.Servers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Requests of an operator to a running archiver over HTTP.
 *
 * <p>Shows guarantee 16 of docs/liveness.md.
 */
@ExtendWith(Servers.class)
class ArchiverServiceIT {
  private static final String GROUP = "service";

  private static RunningServers servers;
  private static ArchiverFixture fixture;
  private static ArchiverService archiver;
  private static ArchiverHttpClient client;

  @BeforeAll
  static void start(RunningServers running) {
    servers = running;
    fixture = new ArchiverFixture(servers, "service");
    fixture.create("orders", 2, Map.of());
    fixture.create("ledger", 1, Map.of("cleanup.policy", "compact"));
    fixture.create("short", 1, Map.of("retention.ms", "60000"));
    fixture.create("sized", 1, Map.of("retention.bytes", "1000000"));
    ArchiverFixture.publish(servers, "orders", 2, 900);
    archiver =
        ArchiverService.start(
            fixture.settings(
                servers,
                Map.of(
                    "orders", ArchiverFixture.eager(32),
                    "ledger", ArchiverFixture.eager(32),
                    "short", ArchiverFixture.eager(32),
                    "sized", ArchiverFixture.eager(32),
                    "ghost", ArchiverFixture.eager(32)),
                GROUP),
            fault -> {});
    client = new ArchiverHttpClient(archiver.uri());
  }

  @AfterAll
  static void stop() {
    archiver.close();
    fixture.close();
  }

  @Test
  void saysWhyTopicsAreRefusedAndArchivesTheOthers() {
    // When
    var status = client.get("/api/v1/archive/status");

    // Then
    var refused = status.path("refused");
    assertThat(refused.path("ghost").asText()).contains("does not exist on this cluster");
    assertThat(refused.path("ledger").asText()).contains("is compacted only").contains("COPY");
    assertThat(refused.path("short").asText()).contains("retention.ms=60000").contains("-1");
    assertThat(refused.path("sized").asText()).contains("retention.bytes=1000000");
    assertThat(refused.has("orders")).isFalse();
    assertThat(client.send("GET", "/health/ready", "").statusCode()).isEqualTo(503);
    assertThat(client.send("GET", "/health/ready", "").body()).contains("is compacted only");
    fixture.awaitMoved("orders");
  }

  @Test
  void aTopicThatIsMendedIsArchivedWithoutARestart() throws Exception {
    // Given
    fixture.create("late", 1, Map.of("retention.bytes", "1000000"));
    ArchiverFixture.publish(servers, "late", 1, 100);
    try (var other = start("late")) {
      await()
          .until(
              () ->
                  new ArchiverHttpClient(other.uri())
                      .get("/api/v1/archive/status")
                      .at("/refused/late")
                      .isTextual());

      // When
      fixture.set("late", "retention.bytes", "-1");

      // Then
      fixture.awaitMoved("late");
    }
  }

  @Test
  void tellsHowEachPartitionStands() {
    // Given
    fixture.awaitMoved("orders");
    var id = fixture.id("orders", 1);

    // When
    await().until(() -> client.partition("orders", 1).path("phase").asText().equals("CAUGHT_UP"));
    var partition = client.partition("orders", 1);

    // Then
    long end = fixture.facts(id).committedEnd();
    assertThat(partition.at("/archived/from").asLong()).isZero();
    assertThat(partition.at("/archived/to").asLong()).isEqualTo(end);
    assertThat(partition.at("/hot/from").asLong()).isEqualTo(end);
    assertThat(partition.path("overlap").asLong()).isZero();
    assertThat(partition.path("lag").asLong()).isZero();
    assertThat(partition.path("segments").asInt()).isEqualTo(fixture.archive(id).segments().size());
    assertThat(partition.path("writer").asText()).isEqualTo(GROUP);
    assertThat(partition.path("epoch").asLong()).isPositive();
    assertThat(partition.path("trimLimit").asText()).isEqualTo("the archive's end");
    assertThat(client.send("GET", "/metrics", "").body())
        .contains("reprise_archive_segments_total")
        .contains("reprise_archive_trims_total")
        .containsPattern("reprise_store_requests_total\\{kind=\"put\",outcome=\"ok\"} [1-9]")
        .containsPattern("reprise_store_request_seconds_count\\{kind=\"get\"} [1-9]")
        .containsPattern("reprise_store_sent_bytes_total [1-9]");
  }

  @Test
  void pagesTheStatus() {
    // When
    var first = client.get("/api/v1/archive/status?limit=1");
    var next = first.path("next").asText();
    var second = client.get("/api/v1/archive/status?limit=1&topic=orders&after=" + next);
    var all = client.get("/api/v1/archive/status?limit=2");

    // Then
    assertThat(first.path("partitions")).hasSize(1);
    assertThat(first.at("/partitions/0/partition").asInt(-1)).isZero();
    assertThat(next).isEqualTo("orders/0");
    assertThat(second.path("partitions")).hasSize(1);
    assertThat(second.at("/partitions/0/partition").asInt()).isEqualTo(1);
    assertThat(second.has("next")).isFalse();
    assertThat(all.path("partitions")).hasSize(2);
    assertThat(all.has("next")).isFalse();
    assertThat(client.get("/api/v1/archive/status?topic=other").path("partitions")).isEmpty();
    assertThat(client.send("GET", "/api/v1/archive/status?after=x", "").body())
        .contains("after is 'x': give the value of next from the page before");
  }

  @Test
  void provesCatsAndCollectsOverHttp() {
    // Given
    fixture.awaitMoved("orders");

    // When
    var proof = client.lines("POST", "/api/v1/archive/prove", "{\"topic\":\"orders\"}");
    var records =
        client.lines("GET", "/api/v1/archive/records?topic=orders&partition=0&from=3&to=60", "");
    var garbage = client.lines("POST", "/api/v1/archive/gc", "{}");
    var probe = client.get("/api/v1/archive/probe");

    // Then
    assertThat(last(proof).at("/summary/findings").asLong(-1)).isZero();
    assertThat(last(proof).at("/summary/segments").asLong()).isPositive();
    assertThat(proof.get(0).path("progress").path("unit").asText()).isEqualTo("bytes");
    var expected =
        fixture.archived(fixture.id("orders", 0)).stream()
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
  void readsAsManyArchivedRecordsAsAreAskedFor() {
    // Given
    fixture.awaitMoved("orders");

    // When
    var lines = client.lines("GET", "/api/v1/archive/records?topic=orders&partition=0&limit=2", "");

    // Then
    var expected =
        fixture.archived(fixture.id("orders", 0)).stream().map(Fingerprint::offset).toList();
    assertThat(
            lines.stream().filter(l -> l.has("record")).map(l -> l.at("/record/offset").asLong()))
        .isEqualTo(expected.subList(0, 2));
    assertThat(last(lines).at("/summary/covered/to").asLong()).isEqualTo(expected.get(2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET  | records?topic=orders&limit=0         |    | 400 | limit is '0'",
        "GET  | records?topic=orders&limit=-1        |    | 400 | limit is '-1'",
        "GET  | records?topic=orders&from=1&to=1     |    | 400 | the range [1, 1) is empty",
        "GET  | records?topic=orders&partition=7     |    | 409 | partition 7 does not exist",
        "GET  | records?topic=nope                   |    | 404 | nope",
        "POST | prove   | {\"topic\":\"orders\",\"partitions\":[7]}    | 409 | partition 7 does not"
            + " exist",
        "POST | prove   | {\"topic\":\"orders\",\"partitions\":[null]} | 400 | partitions[0]: null",
        "POST | prove   | {\"topic\":\"orders\",\"from\":5,\"to\":1}   | 400 | to is 1: give an"
            + " offset of 5",
        "POST | prove   | {\"topic\":\"orders\",\"from\":-1}         | 400 | from is -1",
        "POST | prove   | {\"topic\":\"orders\",\"to\":-1}           | 400 | to is -1",
        "POST | restore | {\"topic\":\"orders\",\"partitions\":[7],\"into\":\"x\"} | 409 |"
            + " partition 7",
        "POST | holds   | {\"topic\":\"orders\",\"reason\":\"r\",\"from\":1,\"partitions\":[null]}"
            + " | 400 | partitions[0]: null"
      })
  void aRequestThatCannotBeCarriedOutIsRefusedBeforeTheFirstLine(
      String method, String path, String body, int status, String detail) {
    var answer = client.send(method, "/api/v1/archive/" + path, body == null ? "" : body);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).contains(detail);
  }

  @Test
  void aFlippedBitIsFoundAndNamed() throws Exception {
    // Given: an archive of its own, with a flipped bit in one of its objects
    fixture.create("flipped", 1, Map.of());
    ArchiverFixture.publish(servers, "flipped", 1, 200);
    fixture.move(servers, ArchiverFixture.eager(32), "flipped");
    var id = fixture.id("flipped", 0);
    var name =
        io.reprise.store.archive.ArchiveLayout.data(
            id, fixture.archive(id).segments().toList().get(0).file());
    var file = servers.objects("service").resolve(name);
    var bytes = java.nio.file.Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 4;
    java.nio.file.Files.write(file, bytes);

    // When
    var proof = client.lines("POST", "/api/v1/archive/prove", "{\"topic\":\"flipped\"}");

    // Then
    assertThat(proof).anyMatch(l -> l.at("/finding/object").asText().equals(name));
    assertThat(last(proof).at("/summary/findings").asLong()).isEqualTo(1);
  }

  @Test
  void restoresIntoAnotherTopicAndRefusesUnsuitableOnes() {
    // Given
    fixture.awaitMoved("orders");
    fixture.create("restored", 2, Map.of());
    fixture.create("narrow", 1, Map.of());
    fixture.create("brief", 2, Map.of("retention.ms", "60000"));

    // When
    var restored = client.lines("POST", "/api/v1/archive/restore", restore("restored"));

    // Then
    for (int partition = 0; partition < 2; partition++) {
      var copy = fixture.contents(fixture.id("restored", partition));
      assertThat(copy).isEqualTo(fixture.archivedContents(fixture.id("orders", partition)));
    }
    assertThat(last(restored).at("/summary/records").asLong()).isPositive();
    assertThat(problem(restore("orders"))).contains("is the topic that was archived");
    assertThat(problem(restore("narrow"))).contains("add partitions to it");
    assertThat(problem(restore("brief"))).contains("retention.ms=60000").contains("set it to -1");
    assertThat(problem(restore("restored"))).contains("is not empty");
    assertThat(problem(restore("nowhere"))).contains("does not exist");
    assertThat(problem(restore("__consumer_offsets")))
        .isEqualTo(
            "topic '__consumer_offsets' is internal: names with a leading underscore belong to"
                + " Kafka's tools: restore into a topic of your own");
    assertThat(problem(restore("reprise.archive"))).contains("belongs to Reprise");
    assertThat(problem("{\"topic\":\"orders\"}")).contains("into is missing");
  }

  @Test
  void holdsFromATimeOn() {
    // When
    var held =
        client.post(
            "/api/v1/archive/holds",
            "{\"topic\":\"orders\",\"since\":\"2101-01-01T00:00:00Z\",\"reason\":\"the future\"}");

    // Then
    assertThat(held).hasSize(2);
    var hold = held.get(0).at("/hold/id").asText();
    assertThat(held.get(0).at("/hold/from").asLong())
        .isEqualTo(fixture.facts(fixture.id("orders", 0)).committedEnd());
    assertThat(
            client
                .send("DELETE", "/api/v1/archive/holds/" + hold + "?topic=orders", "")
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void saysWhatIsWrongWithARequest() {
    assertThat(client.send("GET", "/api/v1/archive/holds", "").statusCode()).isEqualTo(400);
    assertThat(client.send("GET", "/api/v1/archive/holds?topic=nope", "").statusCode())
        .isEqualTo(404);
    assertThat(client.send("POST", "/api/v1/archive/prove", "{\"topic\":\"nope\"}").statusCode())
        .isEqualTo(404);
    assertThat(
            client.send("POST", "/api/v1/archive/prove", "{\"topic\":\"orders\",\"frm\":1}").body())
        .contains("frm");
    assertThat(
            client
                .send("POST", "/api/v1/archive/holds", "{\"topic\":\"orders\",\"reason\":\"r\"}")
                .body())
        .contains("give either from, an offset, or since, a time");
    assertThat(client.send("DELETE", "/api/v1/archive/holds/none?topic=orders", "").body())
        .contains("has no hold 'none'");
  }

  private static ArchiverService start(String topic) {
    return ArchiverService.start(
        fixture.settings(servers, Map.of(topic, ArchiverFixture.eager(32)), "archiver-of-" + topic),
        fault -> {});
  }

  private static String restore(String into) {
    return "{\"topic\":\"orders\",\"into\":\"%s\"}".formatted(into);
  }

  /** Why a restore is refused: a problem is the whole answer, or its last line. */
  private static String problem(String request) {
    var answer = client.send("POST", "/api/v1/archive/restore", request).body();
    var last = answer.strip().lines().reduce((a, b) -> b).orElseThrow();
    var problem = ArchiverHttpClient.json(last);
    return (problem.has("problem") ? problem.path("problem") : problem).path("detail").asText();
  }

  private static JsonNode last(List<JsonNode> lines) {
    return lines.get(lines.size() - 1);
  }
}
