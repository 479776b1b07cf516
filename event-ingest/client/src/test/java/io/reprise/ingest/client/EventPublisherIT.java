package io.reprise.ingest.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.embedded.EmbeddedBroker;
import io.reprise.embedded.EmbeddedRegistry;
import io.reprise.embedded.FreePorts;
import io.reprise.schemas.json.AvroJson;
import io.reprise.schemas.registry.SchemaRegistry;
import io.reprise.schemas.wire.WireFormat;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventPublisherIT {
  private static final int PARTITIONS = 4;
  private static final Schema SCHEMA =
      new Schema.Parser()
          .parse(
              """
              {"type":"record","name":"Ordered","namespace":"t","fields":[
                {"name":"userId","type":"string"},{"name":"count","type":"int"}]}
              """);

  private static EmbeddedBroker broker;
  private static EmbeddedRegistry server;
  private static SchemaRegistry registry;

  private String topic;

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.startTemporary();
    server = EmbeddedRegistry.startTemporary();
    registry = SchemaRegistry.at(server.uri());
  }

  @AfterAll
  static void stop() {
    registry.close();
    server.close();
    broker.close();
  }

  @BeforeEach
  void createTopic(TestInfo test) throws Exception {
    topic = test.getTestMethod().orElseThrow().getName() + "-" + System.nanoTime();
    StoredEvents.createTopic(broker.bootstrapServers(), topic, PARTITIONS);
  }

  @Test
  void storesEachUsersEventsInOrderAtThePositionsItTells() {
    int id = registry.register(topic + "-value", SCHEMA);
    var positions = new ArrayList<CompletableFuture<EventPosition>>();
    try (var publisher = publisher().open()) {
      for (int i = 0; i < 2_000; i++) {
        positions.add(publisher.publish(ordered("user-" + i % 50, i)));
      }
    }

    var stored = stored();
    assertThat(stored).hasSize(2_000);
    var at = new HashMap<EventPosition, ConsumerRecord<byte[], byte[]>>();
    stored.forEach(r -> at.put(new EventPosition(r.topic(), r.partition(), r.offset()), r));
    for (int i = 0; i < positions.size(); i++) {
      var record = at.get(positions.get(i).join());
      assertThat(new String(record.key(), UTF_8)).isEqualTo("user-" + i % 50);
      assertThat(WireFormat.schemaId(record.value())).hasValue(id);
      var data = AvroJson.decode(record.value(), WireFormat.PREFIX_BYTES, registry.byId(id));
      assertThat(data.path("count").asInt()).isEqualTo(i);
    }
    var last = new HashMap<String, Integer>();
    for (var record : stored) {
      int count =
          AvroJson.decode(record.value(), WireFormat.PREFIX_BYTES, SCHEMA).path("count").asInt();
      assertThat(count).isGreaterThan(last.getOrDefault(new String(record.key(), UTF_8), -1));
      last.put(new String(record.key(), UTF_8), count);
    }
  }

  @Test
  void storesAttributesAsTheKafkaBindingSays() throws Exception {
    registry.register(topic + "-value", SCHEMA);
    var time = Instant.parse("2026-01-31T12:00:00.123Z");
    var event =
        Event.of("ordered", "user-7")
            .source("/shop")
            .id("o-1")
            .time(time)
            .extension("traceparent", "00-ab")
            .data(record("user-7", 1));
    try (var publisher = publisher().open()) {
      publisher.publish(event).get(30, TimeUnit.SECONDS);
    }

    var record = stored().get(0);
    var headers = new HashMap<String, String>();
    record.headers().forEach(h -> headers.put(h.key(), new String(h.value(), UTF_8)));
    var attributes = new HashMap<String, String>();
    event.attributes().writeTo((name, value) -> attributes.put(name, new String(value, UTF_8)));
    assertThat(headers).containsAllEntriesOf(attributes);
    assertThat(headers).containsKeys("ce_id", "ce_source", "ce_type", "ce_subject", "ce_time");
    assertThat(headers.get("content-type")).isEqualTo("application/avro");
    assertThat(record.timestamp()).isEqualTo(time.toEpochMilli());
  }

  @Test
  void findsAGeneratedClassUnderTheSchemaAsItWasRegistered() throws Exception {
    int id = registry.register(topic + "-value", Purchase.AS_REGISTERED);
    try (var publisher = publisher().open()) {
      publisher
          .publish(event("user-7").data(new Purchase("book", 1_250)))
          .get(30, TimeUnit.SECONDS);
    }

    var value = stored().get(0).value();
    assertThat(WireFormat.schemaId(value)).hasValue(id);
    assertThat(AvroJson.decode(value, WireFormat.PREFIX_BYTES, Purchase.AS_REGISTERED))
        .hasToString("{\"item\":\"book\",\"amountCents\":1250}");
  }

  @Test
  void writesUnderAnOlderVersionForAnApplicationThatStillHasIt() throws Exception {
    int older = registry.register(topic + "-value", SCHEMA);
    registry.register(topic + "-value", withNote());
    try (var publisher = publisher().open()) {
      publisher.publish(ordered("user-7", 1)).get(30, TimeUnit.SECONDS);
    }

    assertThat(WireFormat.schemaId(stored().get(0).value())).hasValue(older);
  }

  @Test
  void refusesASchemaThatIsNotRegisteredUntilItIs() {
    try (var publisher = publisher().open()) {
      assertThat(rejection(publisher.publish(ordered("user-7", 1))))
          .hasMessageContaining("no version of subject '" + topic + "-value'");

      registry.register(topic + "-value", SCHEMA);

      await()
          .atMost(30, TimeUnit.SECONDS)
          .ignoreExceptions()
          .untilAsserted(() -> publisher.publish(ordered("user-7", 1)).get(10, TimeUnit.SECONDS));
    }
    assertThat(stored()).hasSize(1);
  }

  @Test
  void registersASchemaWhereItWasToldTo() throws Exception {
    try (var publisher = publisher().registerSchemas().open()) {
      publisher.publish(event("user-7").data(new Purchase("book", 1))).get(30, TimeUnit.SECONDS);
    }

    var registered = registry.latest(topic + "-value").orElseThrow();
    assertThat(registered.schema().toString()).doesNotContain("avro.java.string");
    assertThat(WireFormat.schemaId(stored().get(0).value())).hasValue(registered.id());
  }

  @Test
  void storesEncodedBytesAsTheyAreAndNeedsNoRegistryForIt() throws Exception {
    var value = WireFormat.frame(4711, new byte[] {1, 2, 3});
    try (var publisher = publisher().property("schema.registry.url", "http://127.0.0.1:1").open()) {
      publisher.publish(event("user-7").encoded(value)).get(30, TimeUnit.SECONDS);
    }

    assertThat(stored().get(0).value()).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
  void compressesInAllOfKafkasWays(String compression) {
    var value = WireFormat.frame(1, new byte[10_000]);
    var positions = new ArrayList<CompletableFuture<EventPosition>>();
    try (var publisher = publisher().property("compression.type", compression).open()) {
      for (int i = 0; i < 200; i++) {
        positions.add(publisher.publish(event("user-" + i).encoded(value)));
      }
    }

    assertThat(positions).allSatisfy(p -> assertThat(p).isCompleted());
    assertThat(stored()).hasSize(200).allSatisfy(r -> assertThat(r.value()).isEqualTo(value));
  }

  @Test
  void rejectsWhatIsNotOfItsSchemaAndGoesOn() throws Exception {
    registry.register(topic + "-value", SCHEMA);
    var wrong = new GenericData.Record(SCHEMA);
    wrong.put("userId", "a long text that is half written before the fault shows");
    try (var publisher = publisher().open()) {
      var rejected = publisher.publish(event("user-7").data(wrong));
      publisher.publish(ordered("user-7", 2)).get(30, TimeUnit.SECONDS);

      assertThat(rejection(rejected)).hasMessageContaining("count");
      assertThat(rejection(rejected).isRetriable()).isFalse();
    }

    var value = stored().get(0).value();
    assertThat(AvroJson.decode(value, WireFormat.PREFIX_BYTES, SCHEMA).path("count").asInt())
        .isEqualTo(2);
  }

  @Test
  void rejectsWhatIsTooLargeForGood() {
    var value = WireFormat.frame(1, new byte[2 << 20]);
    try (var publisher = publisher().open()) {
      var rejection = rejection(publisher.publish(event("user-7").encoded(value)));

      assertThat(rejection.isRetriable()).isFalse();
      assertThat(rejection).hasMessageContaining("max.request.size");
    }
  }

  @Test
  void rejectsForNowWhatItCannotHandOver() {
    try (var publisher = publisher().property("max.block.ms", "300").open()) {
      var unknownTopic =
          rejection(
              publisher.publish("nowhere", event("u").encoded(WireFormat.frame(1, new byte[1]))));

      assertThat(unknownTopic.isRetriable()).isTrue();
      assertThat(unknownTopic).hasMessageContaining("nowhere");
    }
    var deaf = URI.create("http://127.0.0.1:" + FreePorts.next());
    try (var publisher = publisher().schemaRegistry(deaf).open()) {
      var noRegistry = rejection(publisher.publish(ordered("user-7", 1)));

      assertThat(noRegistry.isRetriable()).isTrue();
      assertThat(noRegistry).hasMessageContaining(deaf.toString());
    }
    assertThat(stored()).isEmpty();
  }

  @Test
  void rejectsWhatComesAfterItIsClosed() {
    var publisher = publisher().open();
    publisher.close();

    assertThat(rejection(publisher.publish(event("u").encoded(WireFormat.frame(1, new byte[1])))))
        .hasMessageContaining("closed");
  }

  private EventPublisherBuilder publisher() {
    return EventPublisher.builder()
        .bootstrapServers(broker.bootstrapServers())
        .schemaRegistry(server.uri())
        .topic(topic);
  }

  private List<ConsumerRecord<byte[], byte[]>> stored() {
    return StoredEvents.of(broker.bootstrapServers(), topic, PARTITIONS);
  }

  private static EventBuilder event(String user) {
    return Event.of("ordered", user).source("/shop");
  }

  private static Event ordered(String user, int count) {
    return event(user).data(record(user, count));
  }

  private static GenericData.Record record(String user, int count) {
    return new GenericRecordBuilder(SCHEMA).set("userId", user).set("count", count).build();
  }

  private static Schema withNote() {
    return new Schema.Parser()
        .parse(
            SCHEMA
                .toString()
                .replace(
                    "\"int\"}]",
                    "\"int\"},{\"name\":\"note\",\"type\":\"string\",\"default\":\"\"}]"));
  }

  private static EventRejectedException rejection(CompletableFuture<EventPosition> position) {
    var failure = failure(position);
    assertThat(failure).isInstanceOf(EventRejectedException.class);
    return (EventRejectedException) failure;
  }

  private static Throwable failure(CompletableFuture<EventPosition> position) {
    try {
      throw new AssertionError("stored at " + position.get(30, TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      return e.getCause();
    } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
      throw new AssertionError(e);
    }
  }
}
