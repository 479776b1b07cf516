package io.reprise.replay.target.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.replay.Samples;
import io.reprise.replay.failure.Backoff;
import io.reprise.replay.select.EventSchemas;
import io.reprise.replay.spec.Ordering;
import io.reprise.replay.spec.RecordTimestamps;
import io.reprise.replay.target.DeliveryContext;
import io.reprise.replay.target.DeliveryResult;
import io.reprise.replay.target.TargetConfig;
import io.reprise.replay.target.TargetConfig.BodyFormat;
import io.reprise.replay.target.TargetLoginException;
import io.reprise.replay.target.TargetRefusedException;
import io.reprise.replay.target.TargetUnavailableException;
import io.reprise.replay.target.TargetWriter;
import io.reprise.replay.target.WritablePartitions;
import io.reprise.replay.target.http.WebhookService.Reply;
import io.reprise.replay.target.http.WebhookService.Request;
import io.reprise.runtime.json.Json;
import io.reprise.schemas.registry.RegisteredSchema;
import io.reprise.schemas.wire.WireFormat;
import io.reprise.store.select.UnreadableValueException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests, answers and refusals of a target that is a service on loopback. */
class HttpTargetTest {
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String OTHER_SECRET = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
  private static final Schema ORDER =
      new Schema.Parser()
          .parse(
              """
              {"type": "record", "name": "Order", "fields": [{"name": "cents", "type": "long"}]}
              """);
  private static final EventSchemas SCHEMAS =
      new EventSchemas() {
        @Override
        public Optional<RegisteredSchema> latest(String topic) {
          return Optional.of(new RegisteredSchema("source-value", 7, 1, ORDER));
        }

        @Override
        public List<RegisteredSchema> versions(String topic) {
          return latest(topic).stream().toList();
        }

        @Override
        public Schema byId(int id) {
          if (id != 7) {
            throw new UnreadableValueException("the schema registry has no schema with id " + id);
          }
          return ORDER;
        }
      };

  @TempDir private Path directory;
  private WebhookService service;

  @BeforeEach
  void start() throws IOException {
    service = new WebhookService();
  }

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void sendsAnEventAsJsonWithItsAttributes() throws Exception {
    try (var target = target(BodyFormat.STRUCTURED);
        var writer = writer(target, Ordering.KEY)) {
      assertThat(writer.deliver(event(7, "user-1", order(250)))).isEqualTo(DeliveryResult.PENDING);
      writer.flush();
      assertThat(writer.refused()).isEmpty();
    }

    var request = request();
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.path()).isEqualTo("/hook?shop=1");
    assertThat(request.header("content-type"))
        .isEqualTo("application/cloudevents+json; charset=UTF-8");
    assertThat(request.idempotencyKey()).isEqualTo(Samples.ID + "/source/3/7");
    assertThat(request.header("reprise-replay")).isEqualTo(Samples.ID);
    assertThat(request.header("reprise-lease-epoch")).isEqualTo("5");
    assertThat(request.headers()).doesNotContainKey("webhook-id");
    assertThat(Json.json().readTree(request.body()))
        .isEqualTo(
            Json.json()
                .readTree(
                    """
                    {"specversion": "1.0", "id": "e7", "source": "/shop", "type": "order \\"ä\\"",
                     "datacontenttype": "application/json", "data": {"cents": 250}}
                    """));
  }

  @Test
  void sendsTheAttributesOfAnEventAsHeaders() throws Exception {
    try (var target = target(BodyFormat.BINARY);
        var writer = writer(target, Ordering.KEY)) {
      writer.deliver(event(7, "user-1", order(250)));
      writer.flush();
    }

    var request = request();
    assertThat(request.header("content-type")).isEqualTo("application/json");
    assertThat(request.header("ce-id")).isEqualTo("e7");
    assertThat(request.header("ce-type")).isEqualTo("order%20%22%C3%A4%22");
    assertThat(request.header("ce-specversion")).isEqualTo("1.0");
    assertThat(request.body()).isEqualTo("{\"cents\":250}");
  }

  @Test
  void sendsTheBytesOfAValue() {
    try (var target = target(BodyFormat.VALUE);
        var writer = writer(target, Ordering.PARTITION)) {
      writer.deliver(new ConsumerRecord<>("source", 3, 8, bytes("k"), bytes("hello")));
      writer.deliver(new ConsumerRecord<>("source", 3, 9, bytes("k"), null));
      writer.flush();
    }

    assertThat(service.requests()).extracting(Request::body).containsExactly("hello", "");
    assertThat(service.requests().get(0).header("content-type"))
        .isEqualTo("application/octet-stream");
  }

  @Test
  void refusesRecordsThatAreNoEvents() {
    try (var target = target(BodyFormat.STRUCTURED);
        var writer = writer(target, Ordering.PARTITION)) {
      assertThat(writer.deliver(new ConsumerRecord<>("source", 3, 8, null, bytes("hello"))))
          .isEqualTo(
              new DeliveryResult.Refused(
                  "it is not an event, because it has no header ce_specversion: the format VALUE"
                      + " needs none"));
      assertThat(writer.deliver(event(9, "u", bytes("hello"))))
          .isEqualTo(new DeliveryResult.Refused("its value is not Avro with a schema id"));
      assertThat(writer.deliver(event(9, "u", WireFormat.frame(9, new byte[1]))))
          .isEqualTo(
              new DeliveryResult.Refused(
                  "its value cannot be decoded: the schema registry has no schema with id 9"));
      writer.flush();
    }
    assertThat(service.requests()).isEmpty();
  }

  @Test
  void signsRequestsWithEverySecretAndAddsSecretHeaders() throws Exception {
    var keys = Files.writeString(directory.resolve("keys"), SECRET + "\n" + OTHER_SECRET + "\n");
    var token = Files.writeString(directory.resolve("token"), "Bearer hidden\n");
    var config = service.config(BodyFormat.VALUE, Map.of("Authorization", token), keys, null);
    try (var target = target(config);
        var writer = writer(target, Ordering.PARTITION)) {
      writer.deliver(new ConsumerRecord<>("source", 3, 8, null, bytes("hello")));
      writer.flush();
    }

    var request = request();
    assertThat(request.header("authorization")).isEqualTo("Bearer hidden");
    assertThat(request.header("webhook-id")).isEqualTo(Samples.ID + "_3_8").doesNotContain(".");
    var at = Instant.ofEpochSecond(Long.parseLong(request.header("webhook-timestamp")));
    assertThat(request.header("webhook-signature").split(" "))
        .containsExactly(
            WebhookSignature.of(SECRET).sign(request.header("webhook-id"), at, bytes("hello")),
            WebhookSignature.of(OTHER_SECRET)
                .sign(request.header("webhook-id"), at, bytes("hello")));
  }

  @Test
  void repeatsARequestThatFailsOrGetsNoAnswerWithTheSameKey() {
    var attempts = new AtomicInteger();
    service.answer(
        request ->
            switch (attempts.getAndIncrement()) {
              case 0 -> Reply.of(503);
              case 1 -> Reply.of(WebhookService.NO_ANSWER);
              case 2 -> new Reply(429, Map.of("Retry-After", "1"));
              default -> Reply.of(200);
            });
    try (var target = target(BodyFormat.VALUE);
        var writer = writer(target, Ordering.PARTITION)) {
      writer.deliver(new ConsumerRecord<>("source", 3, 8, null, bytes("a")));
      writer.deliver(new ConsumerRecord<>("source", 3, 9, null, bytes("b")));
      writer.flush();
    }

    assertThat(service.requests())
        .extracting(Request::body)
        .containsExactly("a", "a", "a", "a", "b");
    assertThat(service.requests().subList(0, 4))
        .extracting(Request::idempotencyKey)
        .containsOnly(Samples.ID + "/source/3/8");
  }

  @Test
  void continuesWhenTheServiceDiesAndIsBackInTime() throws Exception {
    int port = service.port();
    try (var target = target(BodyFormat.VALUE);
        var writer = writer(target, Ordering.PARTITION)) {
      writer.deliver(new ConsumerRecord<>("source", 3, 8, null, bytes("a")));
      writer.flush();
      service.close();
      writer.deliver(new ConsumerRecord<>("source", 3, 9, null, bytes("b")));
      service = new WebhookService(port);
      writer.flush();
    }

    assertThat(service.requests()).extracting(Request::body).containsExactly("b");
  }

  @Test
  void givesUpOnAServiceThatStaysAway() {
    var config = service.config(BodyFormat.VALUE);
    try (var target = HttpTarget.open("hook", config, SCHEMAS, new Backoff(() -> 0));
        var writer = writer(target, Ordering.PARTITION)) {
      service.close();
      writer.deliver(new ConsumerRecord<>("source", 3, 8, null, bytes("a")));

      assertThatThrownBy(writer::flush)
          .isInstanceOf(TargetUnavailableException.class)
          .hasMessageContaining("target 'hook' did not answer (ConnectException");
      assertThatThrownBy(target::facts)
          .isInstanceOf(TargetUnavailableException.class)
          .hasMessageContaining("accepts no connection at 127.0.0.1, port " + service.port());
    }
  }

  @Test
  void keepsAllShardsWaitingWhileTheServiceAsksForIt() {
    service.answer(request -> new Reply(503, Map.of("Retry-After", "60")));
    try (var target = target(BodyFormat.VALUE);
        var writer = writer(target, Ordering.PARTITION);
        var other = writer(target, Ordering.PARTITION)) {
      writer.deliver(new ConsumerRecord<>("source", 3, 8, null, bytes("a")));
      assertThatThrownBy(writer::flush)
          .isInstanceOf(TargetUnavailableException.class)
          .hasMessageContaining("answered with status 503 and asks to wait until ");

      assertThatThrownBy(
              () -> other.deliver(new ConsumerRecord<>("source", 2, 1, null, bytes("b"))))
          .isInstanceOf(TargetUnavailableException.class)
          .hasMessageContaining("asks to wait until ");
      assertThatThrownBy(() -> writer(target, Ordering.PARTITION))
          .isInstanceOf(TargetUnavailableException.class);
    }
    assertThat(service.requests()).hasSize(1);
  }

  @Test
  void followsNoRedirect() throws Exception {
    try (var elsewhere = new WebhookService()) {
      var location = "http://127.0.0.1:" + elsewhere.port() + "/";
      service.answer(request -> new Reply(307, Map.of("Location", location)));
      try (var target = target(BodyFormat.VALUE);
          var writer = writer(target, Ordering.PARTITION)) {
        writer.deliver(new ConsumerRecord<>("source", 3, 8, null, bytes("a")));
        assertThatThrownBy(writer::flush)
            .isInstanceOf(TargetRefusedException.class)
            .hasMessageContaining("redirects are not followed");
      }
      assertThat(elsewhere.requests()).isEmpty();
    }
  }

  @Test
  void namesTheRecordThatTheServiceRefuses() {
    service.answer(request -> Reply.of(request.body().equals("b") ? 422 : 200));
    try (var target = target(BodyFormat.VALUE);
        var writer = writer(target, Ordering.UNORDERED)) {
      writer.deliver(new ConsumerRecord<>("source", 3, 8, null, bytes("a")));
      writer.deliver(new ConsumerRecord<>("source", 3, 9, null, bytes("b")));
      writer.flush();
      assertThat(writer.refused()).isEqualTo(Map.of(9L, "the service answered with status 422"));
    }
  }

  @Test
  void aSliceGrowsUpToTheWindow() {
    var config = service.config(BodyFormat.VALUE, Map.of(), null, 50);
    try (var target = target(config);
        var writer = writer(target, Ordering.UNORDERED)) {
      assertThat(untilFull(writer)).isEqualTo(16);
      assertThat(untilFull(writer)).isEqualTo(32);
      assertThat(untilFull(writer)).isEqualTo(50);
      assertThat(untilFull(writer)).isEqualTo(50);
    }
  }

  private static int untilFull(TargetWriter writer) {
    int taken = 0;
    for (; !writer.isFull(); taken++) {
      writer.deliver(new ConsumerRecord<>("source", 3, taken, null, bytes("a")));
    }
    writer.flush();
    return taken;
  }

  @Test
  void saysWhatItPromisesAndNamesWhatIsMissing() throws Exception {
    try (var target = target(BodyFormat.VALUE)) {
      assertThat(target.facts().promise())
          .isEqualTo(
              "at least one POST to http://127.0.0.1:%d/hook for each record: a crash of a worker repeats up to 1000 records of a shard, with the same Idempotency-Key"
                  .formatted(service.port()));
      assertThat(target.hasSideEffects()).isTrue();
      assertThat(service.requests()).isEmpty();
    }
    var lost = directory.resolve("lost");
    var config = service.config(BodyFormat.VALUE, Map.of("X-Token", lost), null, null);
    try (var target = target(config)) {
      assertThatThrownBy(target::facts)
          .isInstanceOf(TargetLoginException.class)
          .hasMessageContaining("the header X-Token of target 'hook' cannot be read from " + lost);
    }
    var noKey = Files.writeString(directory.resolve("keys"), "hidden");
    try (var target = target(service.config(BodyFormat.VALUE, Map.of(), noKey, null))) {
      assertThatThrownBy(target::facts)
          .isInstanceOf(TargetLoginException.class)
          .hasMessageContaining("give each secret as whsec_")
          .hasMessageNotContaining("hidden");
    }
  }

  @Test
  void dataAsJsonNeedsASchemaRegistry() {
    try (var target =
        HttpTarget.open(
            "hook", service.config(BodyFormat.BINARY), EventSchemas.NONE, new Backoff(() -> 0))) {
      assertThatThrownBy(() -> target.requireAccepts("source", Ordering.KEY))
          .isInstanceOf(TargetRefusedException.class)
          .hasMessageContaining("set registry in the configuration of every worker");
    }
    try (var target =
        HttpTarget.open(
            "hook", service.config(BodyFormat.VALUE), EventSchemas.NONE, new Backoff(() -> 0))) {
      target.requireAccepts("source", Ordering.KEY);
    }
  }

  private HttpTarget target(BodyFormat format) {
    return target(service.config(format));
  }

  private static HttpTarget target(TargetConfig.Http config) {
    return HttpTarget.open("hook", config, SCHEMAS, new Backoff(() -> 0), RequestWindowTest.SLOW);
  }

  private static TargetWriter writer(HttpTarget target, Ordering ordering) {
    return target.open(
        new DeliveryContext(
            Samples.ID,
            0,
            1,
            5,
            ordering,
            WritablePartitions.NONE,
            RecordTimestamps.ORIGINAL,
            () -> true),
        record -> {
          throw new AssertionError("a record was sent to Kafka");
        });
  }

  private Request request() {
    assertThat(service.requests()).hasSize(1);
    return service.requests().get(0);
  }

  private static ConsumerRecord<byte[], byte[]> event(long offset, String key, byte[] value) {
    var headers = new RecordHeaders();
    headers.add("ce_specversion", bytes("1.0"));
    headers.add("ce_id", bytes("e" + offset));
    headers.add("ce_source", bytes("/shop"));
    headers.add("ce_type", bytes("order \"ä\""));
    headers.add("content-type", bytes("application/avro"));
    return new ConsumerRecord<>(
        "source",
        3,
        offset,
        1_700_000_000_000L,
        TimestampType.CREATE_TIME,
        1,
        value.length,
        bytes(key),
        value,
        headers,
        Optional.empty());
  }

  private static byte[] order(long cents) throws IOException {
    var order = new GenericData.Record(ORDER);
    order.put("cents", cents);
    var bytes = new ByteArrayOutputStream();
    var encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    new GenericDatumWriter<>(ORDER).write(order, encoder);
    return WireFormat.frame(7, bytes.toByteArray());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
