package io.reprise.ingest.service;

import static io.reprise.ingest.service.IngestFixture.BATCH;
import static io.reprise.ingest.service.IngestFixture.STRUCTURED;
import static io.reprise.ingest.service.IngestFixture.batch;
import static io.reprise.ingest.service.IngestFixture.event;
import static io.reprise.ingest.service.IngestFixture.json;
import static io.reprise.ingest.service.IngestFixture.post;
import static io.reprise.ingest.service.IngestFixture.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.embedded.EmbeddedBroker;
import io.reprise.embedded.EmbeddedRegistry;
import io.reprise.embedded.FreePorts;
import io.reprise.schemas.json.AvroConversion;
import io.reprise.schemas.json.AvroJson;
import io.reprise.schemas.registry.SchemaRegistry;
import io.reprise.schemas.wire.WireFormat;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestServiceIT {
  private static final String SCHEMA =
      """
      {"type":"record","name":"UserEvent","fields":[
        {"name":"userId","type":"string"},{"name":"action","type":"string"},
        {"name":"amountCents","type":"long","default":0},
        {"name":"occurredAt","type":{"type":"long","logicalType":"timestamp-millis"}}]}\
      """;
  private static final int PARTITIONS = 3;

  @TempDir private static Path brokerDirectory;
  private static final int BROKER_PORT = FreePorts.next();
  private static final int CONTROLLER_PORT = FreePorts.next();
  private static EmbeddedBroker broker;
  private static EmbeddedRegistry registry;
  private static Admin admin;
  private static IngestService service;
  private static int schemaId;

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.start(brokerDirectory, BROKER_PORT, CONTROLLER_PORT);
    registry = EmbeddedRegistry.startTemporary();
    admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    try (var client = SchemaRegistry.at(registry.uri())) {
      schemaId = client.register("events-value", new Schema.Parser().parse(SCHEMA));
      client.register("again-value", new Schema.Parser().parse(SCHEMA));
      client.register("garbage-value", new Schema.Parser().parse(SCHEMA));
    }
    IngestFixture.create(admin, "events", PARTITIONS);
    IngestFixture.create(admin, "again", PARTITIONS);
    IngestFixture.create(admin, "garbage", PARTITIONS);
    IngestFixture.create(admin, "bare", PARTITIONS);
    service = start("first");
  }

  @AfterAll
  static void stop() {
    service.close();
    admin.close();
    registry.close();
    broker.close();
  }

  private static IngestService start(String name) {
    return IngestService.start(
        IngestFixture.config(name, broker.bootstrapServers(), registry.uri()));
  }

  @Test
  void storesStructuredBinaryAndAvroEventsOfOneUserInOnePartition() {
    var structured = post(service.uri(), "events", STRUCTURED, event("s1", "ada"));
    var binary =
        post(
            service.uri(),
            "events",
            "application/json",
            "{\"userId\":\"ada\",\"action\":\"paid\",\"occurredAt\":\"2026-01-31T12:00:00Z\"}",
            "ce-specversion",
            "1.0",
            "ce-id",
            "b1",
            "ce-source",
            "/shop",
            "ce-type",
            "paid",
            "ce-subject",
            "ada");
    var avro = post(service.uri(), "events", STRUCTURED, avroEvent("a1", "ada"));

    assertThat(structured.statusCode()).as(structured.body()).isEqualTo(201);
    assertThat(binary.statusCode()).as(binary.body()).isEqualTo(201);
    assertThat(avro.statusCode()).as(avro.body()).isEqualTo(201);
    int partition = json(structured).path("partition").asInt();
    assertThat(json(binary).path("partition").asInt()).isEqualTo(partition);
    assertThat(json(avro).path("partition").asInt()).isEqualTo(partition);
    assertThat(json(avro).path("offset").asLong())
        .isGreaterThan(json(binary).path("offset").asLong());
  }

  private static String avroEvent(String id, String user) {
    var data = json("{\"userId\":\"%s\",\"action\":\"x\",\"occurredAt\":1}".formatted(user));
    var encoded = (AvroConversion.Encoded) AvroJson.encode(data, new Schema.Parser().parse(SCHEMA));
    var value = Base64.getEncoder().encodeToString(WireFormat.frame(schemaId, encoded.avro()));
    return """
    {"specversion":"1.0","id":"%s","source":"/shop","type":"x","subject":"%s","data_base64":"%s"}\
    """
        .formatted(id, user, value);
  }

  private static com.fasterxml.jackson.databind.JsonNode json(String text) {
    try {
      return io.reprise.runtime.json.Json.json().readTree(text);
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static com.fasterxml.jackson.databind.JsonNode json(
      java.net.http.HttpResponse<String> answer) {
    return IngestFixture.json(answer);
  }

  @Test
  void aBadEventDoesNotHoldUpItsNeighboursAndSaysWhichFieldIsWrong() {
    var wrong = event("n2", "bob", "{\"userId\":\"bob\",\"amountCents\":\"ten\",\"occurredAt\":0}");

    var answer =
        post(service.uri(), "events", BATCH, batch(event("n1", "bob"), wrong, event("n3", "bob")));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(207);
    var results = json(answer);
    assertThat(results.path(0).path("status").asText()).isEqualTo("stored");
    assertThat(results.path(1).path("status").asText()).isEqualTo("rejected");
    assertThat(results.path(1).at("/problem/faults").toString())
        .contains("data.action", "is missing", "data.amountCents", "not text of length 3")
        .doesNotContain("ten");
    assertThat(results.path(2).path("status").asText()).isEqualTo("stored");
  }

  @Test
  void anEventSentAgainIsAcknowledgedWithItsFirstPositionAndStoredOnce() {
    var first = json(post(service.uri(), "events", STRUCTURED, event("d1", "eve")));
    long before = stored(admin, "events", PARTITIONS);

    var again = post(service.uri(), "events", STRUCTURED, event("d1", "eve"));
    var twiceInABatch =
        json(post(service.uri(), "events", BATCH, batch(event("d1", "eve"), event("d1", "eve"))));

    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(json(again).path("duplicate").asBoolean()).isTrue();
    assertThat(json(again).path("offset")).isEqualTo(first.path("offset"));
    assertThat(twiceInABatch.path(1).path("offset")).isEqualTo(first.path("offset"));
    assertThat(stored(admin, "events", PARTITIONS)).isEqualTo(before);
  }

  @Test
  void anotherInstanceKnowsWhatThisOneStored() {
    try (var second = start("second")) {
      post(second.uri(), "again", STRUCTURED, event("warm-up", "u"));
      double heardOf = heardOf(second);
      var first = json(post(service.uri(), "again", STRUCTURED, event("x1", "u")));
      await().atMost(Duration.ofSeconds(10)).until(() -> heardOf(second) > heardOf);

      var answer = json(post(second.uri(), "again", STRUCTURED, event("x1", "u")));

      assertThat(answer.path("duplicate").asBoolean()).isTrue();
      assertThat(answer.path("offset")).isEqualTo(first.path("offset"));
    }
  }

  private static double heardOf(IngestService instance) {
    return IngestFixture.metric(instance.uri(), "reprise_ingest_ids_lag_seconds_count");
  }

  /** The index of a killed instance may lack its last events: they are found in the log. */
  @Test
  void aRestartedInstanceFindsWhatWasStoredButNotIndexed() {
    IngestFixture.create(admin, "crash", PARTITIONS);
    try (var client = SchemaRegistry.at(registry.uri())) {
      client.register("crash-value", new Schema.Parser().parse(SCHEMA));
    }
    long offset;
    try (var before = start("third")) {
      offset =
          json(post(before.uri(), "crash", STRUCTURED, event("c1", "zoe"))).path("offset").asLong();
    }
    dropIndex("crash");

    try (var after = start("third")) {
      var answer = json(post(after.uri(), "crash", STRUCTURED, event("c1", "zoe")));

      assertThat(answer.path("duplicate").asBoolean()).isTrue();
      assertThat(answer.path("offset").asLong()).isEqualTo(offset);
      assertThat(stored(admin, "crash", PARTITIONS)).isEqualTo(1);
    }
  }

  private static void dropIndex(String topic) {
    try {
      admin.deleteTopics(java.util.List.of("reprise.ids." + topic)).all().get();
    } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void refusesWithTheRemedy() {
    var unknown = post(service.uri(), "evnts", STRUCTURED, event("r1", "u"));
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.body()).contains("did you mean 'events'?");

    var bare = post(service.uri(), "bare", STRUCTURED, event("r2", "u"));
    assertThat(bare.statusCode()).isEqualTo(422);
    assertThat(bare.body()).contains("bare-value", "reprise schemas register");

    var own = post(service.uri(), "reprise.replays", STRUCTURED, event("r3", "u"));
    assertThat(own.statusCode()).isEqualTo(403);

    var text = post(service.uri(), "events", "text/plain", "hello");
    assertThat(text.statusCode()).isEqualTo(415);
  }

  @Test
  void answersTenThousandMalformedRequestsWithoutFailingOrStoringAnything() {
    var malformed = new MalformedEvents(20_260_102L);
    post(service.uri(), "garbage", STRUCTURED, "{}");

    for (int i = 0; i < 10_000; i++) {
      var request = malformed.next();
      var answer =
          post(
              service.uri(),
              request.topic(),
              request.contentType(),
              request.body(),
              request.headers());
      assertThat(answer.statusCode()).as("%s -> %s", request, answer.body()).isBetween(400, 499);
    }
    assertThat(stored(admin, "garbage", PARTITIONS)).isZero();
    assertThat(stored(admin, "bare", PARTITIONS)).isZero();
  }

  /** What no HTTP client would send. */
  @Test
  void survivesBytesThatAreNoHttp() throws IOException {
    var random = new Random(7);
    for (int i = 0; i < 200; i++) {
      var noise = new byte[1 + random.nextInt(300)];
      random.nextBytes(noise);
      try (var socket = new Socket("127.0.0.1", service.uri().getPort())) {
        socket.setSoTimeout(5_000);
        socket.getOutputStream().write(noise);
        socket.shutdownOutput();
        var answer =
            new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertThat(answer).doesNotStartWith("HTTP/1.1 2").doesNotStartWith("HTTP/1.1 5");
      } catch (java.net.SocketException e) {
        assertThat(e).hasMessageContaining("reset");
      }
    }
  }
}
