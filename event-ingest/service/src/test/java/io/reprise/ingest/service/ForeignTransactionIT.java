package io.reprise.ingest.service;

import static io.reprise.ingest.service.IngestFixture.BATCH;
import static io.reprise.ingest.service.IngestFixture.batch;
import static io.reprise.ingest.service.IngestFixture.event;
import static io.reprise.ingest.service.IngestFixture.get;
import static io.reprise.ingest.service.IngestFixture.json;
import static io.reprise.ingest.service.IngestFixture.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Ingest into a topic in which another producer has left a transaction open.
 *
 * <p>Shows guarantee 8 of docs/liveness.md.
 */
class ForeignTransactionIT {
  private static final Duration LIMIT = Duration.ofSeconds(15);
  private static final Duration NEVER = Duration.ofHours(1);

  private static Backend backend;

  @BeforeAll
  static void start() {
    backend = Backend.start();
  }

  @AfterAll
  static void stop() {
    backend.close();
  }

  @Test
  void opensTheTopicAndPublishes() throws Exception {
    backend.create("open", 1);
    try (var foreign = producer("foreign-open");
        var service = IngestService.start(backend.config("opener", null))) {
      begin(foreign, "open", "foreign");

      assertThat(offset(published(service.uri(), "open", "own"))).isEqualTo(1);
      foreign.abortTransaction();
    }
    assertThat(ids("open")).containsExactly("foreign", "own");
  }

  /** The index is empty, so that only the topic itself says what the killed instance stored. */
  @Test
  void knowsItsOwnEventsAboveTheTransactionAfterAKill() throws Exception {
    backend.create("own", 1);
    try (var foreign = producer("foreign-own")) {
      begin(foreign, "own", "foreign");
      long stored;
      try (var victim = IngestProcess.start(backend, "victim", NEVER)) {
        stored = offset(published(victim.uri(), "own", "a"));
      }

      try (var service = IngestService.start(backend.config("victim", null))) {
        await().atMost(LIMIT).until(() -> isReady(service.uri()));
        var again = published(service.uri(), "own", "a");
        assertThat(again.path("duplicate").asBoolean()).isTrue();
        assertThat(offset(again)).isEqualTo(stored);
      }
      foreign.abortTransaction();
    }
    assertThat(ids("own")).containsExactly("foreign", "a");
  }

  /** If the open record were taken for a stored event, this event would be lost by the abort. */
  @Test
  void storesAnEventWhoseIdOnlyAnOpenTransactionHas() throws Exception {
    backend.create("same", 1);
    try (var foreign = producer("foreign-same");
        var service = IngestService.start(backend.config("same-id", null))) {
      begin(foreign, "same", "same");

      var answer = published(service.uri(), "same", "same");
      foreign.abortTransaction();

      assertThat(answer.path("duplicate").asBoolean()).isFalse();
      assertThat(offset(answer)).isEqualTo(1);
    }
  }

  @Test
  void opensATopicInWhoseIndexATransactionIsOpen() throws Exception {
    backend.create("indexed", 1);
    try (var foreign = producer("foreign-index")) {
      long stored;
      try (var first = IngestService.start(backend.config("first", null))) {
        published(first.uri(), "indexed", "x");
        begin(foreign, "reprise.ids.indexed", "foreign");
        stored = offset(published(first.uri(), "indexed", "a"));
      }

      try (var second = IngestService.start(backend.config("second", null))) {
        await().atMost(LIMIT).until(() -> isReady(second.uri()));
        assertThat(offset(published(second.uri(), "indexed", "a"))).isEqualTo(stored);
      }
      foreign.abortTransaction();
    }
    assertThat(ids("indexed")).containsExactly("x", "a");
  }

  /** Publishes one event and returns its answer. */
  private static JsonNode published(URI service, String topic, String id) {
    var answer = post(service, topic, BATCH, batch(event(id, "ada")));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer).path(0);
  }

  private static long offset(JsonNode answer) {
    return answer.path("offset").asLong();
  }

  private static boolean isReady(URI service) {
    return get(service, "/health/ready").statusCode() == 200;
  }

  /** Writes a record with the headers of an event in a transaction that stays open. */
  private static void begin(KafkaProducer<byte[], byte[]> producer, String topic, String id)
      throws Exception {
    producer.initTransactions();
    producer.beginTransaction();
    var record = new ProducerRecord<>(topic, 0, bytes("ada"), bytes("foreign"));
    record.headers().add("ce_source", bytes("/shop")).add("ce_id", bytes(id));
    producer.send(record).get();
  }

  private static List<String> ids(String topic) {
    return backend.read(topic, 1).stream().map(ForeignTransactionIT::id).toList();
  }

  private static String id(ConsumerRecord<byte[], byte[]> record) {
    return new String(record.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8);
  }

  private static KafkaProducer<byte[], byte[]> producer(String transactionalId) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            backend.bootstrapServers(),
            "transactional.id",
            transactionalId,
            "transaction.timeout.ms",
            600_000);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
