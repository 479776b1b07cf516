package io.reprise.trials;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.embedded.EmbeddedBroker;
import io.reprise.embedded.EmbeddedRegistry;
import io.reprise.replay.WorkerConfig;
import io.reprise.replay.WorkerService;
import io.reprise.replay.target.TargetConfig;
import io.reprise.runtime.config.KafkaConfig;
import io.reprise.runtime.http.HttpConfig;
import io.reprise.runtime.json.Json;
import io.reprise.schemas.registry.SchemaRegistry;
import io.reprise.schemas.wire.WireFormat;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/**
 * {@code reprise mcp} in a process of its own, with a client that sends JSON-RPC over its pipes,
 * and a real worker.
 */
// Commands of one JVM share its stdout.
@ResourceLock(Resources.SYSTEM_OUT)
class McpIT {
  private static final int ORDERS = 30;
  private static final int PARTITIONS = 2;
  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final String SPEC =
      "{\"reason\":\"wrong totals\",\"target\":\"nowhere\",\"source\":{\"topic\":\"%s\"}}";

  @TempDir private static Path directory;
  private static EmbeddedBroker broker;
  private static EmbeddedRegistry registry;
  private static WorkerService worker;
  private static Process server;
  private static final BlockingQueue<String> ANSWERS = new LinkedBlockingQueue<>();
  private static int lastId;

  @BeforeAll
  static void start() throws Exception {
    broker = EmbeddedBroker.startTemporary();
    registry = EmbeddedRegistry.startTemporary();
    writeOrders(Map.of("bootstrap.servers", broker.bootstrapServers()));
    var config =
        new WorkerConfig(
            "w1",
            new KafkaConfig(broker.bootstrapServers(), null),
            new WorkerConfig.Control("mcp", 4, (short) 1, Duration.ofSeconds(3), null),
            new HttpConfig("127.0.0.1", 0),
            Map.of(
                "nowhere", new TargetConfig.Discard(null),
                "shadow", new TargetConfig.KafkaTopicPattern("*-shadow")),
            2,
            null,
            null,
            registry.uri(),
            null,
            null);
    worker = WorkerService.start(config, fault -> {});
    server = startServer();
    var reader = new Thread(McpIT::readAnswers, "mcp-answers");
    reader.setDaemon(true);
    reader.start();
  }

  private static void writeOrders(Map<String, Object> client) throws Exception {
    var schema =
        SchemaBuilder.record("Order").fields().requiredInt("number").requiredDouble("total");
    var order = schema.endRecord();
    int id;
    try (var schemas = SchemaRegistry.at(registry.uri())) {
      id = schemas.register("orders-value", order);
    }
    var sent = new ArrayList<Future<RecordMetadata>>();
    try (var admin = Admin.create(client);
        var producer =
            new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
      admin.createTopics(List.of(new NewTopic("orders", PARTITIONS, (short) 1))).all().get();
      for (int i = 0; i < ORDERS; i++) {
        var key = ("user-" + i % 3).getBytes(StandardCharsets.UTF_8);
        var event =
            new ProducerRecord<>(
                "orders", i % PARTITIONS, 1_700_000_000_000L + i, key, frame(id, order, i));
        event.headers().add("ce_type", (i % 5 == 0 ? "order.paid" : "order.placed").getBytes());
        sent.add(producer.send(event));
      }
      for (var each : sent) {
        each.get();
      }
    }
  }

  private static byte[] frame(int id, Schema schema, int number) throws IOException {
    var out = new ByteArrayOutputStream();
    var encoder = EncoderFactory.get().binaryEncoder(out, null);
    GenericRecord order =
        new GenericRecordBuilder(schema).set("number", number).set("total", number * 1.5).build();
    new GenericDatumWriter<GenericRecord>(schema).write(order, encoder);
    encoder.flush();
    return WireFormat.frame(id, out.toByteArray());
  }

  private static Process startServer() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            "io.reprise.cli.Reprise",
            "mcp",
            "--worker",
            worker.uri().toString())
        .redirectError(directory.resolve("mcp.log").toFile())
        .start();
  }

  private static void readAnswers() {
    try (var out =
        new BufferedReader(
            new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
      for (var line = out.readLine(); line != null; line = out.readLine()) {
        ANSWERS.add(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterAll
  static void stop() {
    server.destroyForcibly();
    worker.close();
    registry.close();
    broker.close();
  }

  private static JsonNode request(String method, String parameters) throws Exception {
    lastId++;
    var line =
        "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"%s\",\"params\":%s}%n"
            .formatted(lastId, method, parameters);
    server.getOutputStream().write(line.getBytes(StandardCharsets.UTF_8));
    server.getOutputStream().flush();
    var answer = ANSWERS.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
    assertThat(answer)
        .as(() -> "answer to " + line + " within " + LIMIT + ", log: " + log())
        .isNotNull();
    var json = Json.json().readTree(answer);
    assertThat(json.path("id").asInt()).as(answer).isEqualTo(lastId);
    return json;
  }

  private static String log() {
    try {
      return Files.readString(directory.resolve("mcp.log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Calls a tool and returns its text. */
  private static String call(String tool, String arguments, boolean fails) throws Exception {
    var answer =
        request("tools/call", "{\"name\":\"%s\",\"arguments\":%s}".formatted(tool, arguments));
    assertThat(answer.at("/result/isError").asBoolean(true))
        .as(() -> tool + ": " + answer)
        .isEqualTo(fails);
    return answer.at("/result/content/0/text").asText();
  }

  private static JsonNode call(String tool, String arguments) throws Exception {
    return Json.json().readTree(call(tool, arguments, false));
  }

  @Test
  void introducesItselfAndItsTools() throws Exception {
    var started =
        request(
            "initialize",
            "{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{},\"clientInfo\":{\"name\":\"test\",\"version\":\"1\"}}");
    var tools = request("tools/list", "{}").at("/result/tools");

    assertThat(started.at("/result/protocolVersion").asText()).isEqualTo("2025-06-18");
    assertThat(tools.findValuesAsText("name"))
        .containsExactly(
            "topics", "events", "plan", "replays", "replay", "receipt", "targets", "groups",
            "workers", "propose");
    for (var tool : tools) {
      assertThat(tool.at("/annotations/readOnlyHint").asBoolean())
          .as(tool.toString())
          .isEqualTo(!tool.path("name").asText().equals("propose"));
    }
  }

  @Test
  void readsTopicsTargetsGroupsAndWorkers() throws Exception {
    assertThat(call("topics", "{\"limit\":100}").path("items").findValuesAsText("topic"))
        .contains("orders");
    assertThat(call("topics", "{\"topic\":\"orders\"}").path("partitions")).hasSize(PARTITIONS);
    assertThat(call("targets", "{}").path("items").findValuesAsText("name"))
        .containsExactly("nowhere", "shadow");
    var first = call("targets", "{\"limit\":1}");
    assertThat(first.path("items")).hasSize(1);
    assertThat(
            call(
                    "targets",
                    "{\"limit\":1,\"cursor\":\"%s\"}".formatted(first.path("next").asText()))
                .at("/items/0/name")
                .asText())
        .isEqualTo("shadow");
    assertThat(call("groups", "{}").has("items")).isTrue();
    assertThat(call("workers", "{}").path("name").asText()).isEqualTo("w1");
  }

  @Test
  void readsDecodedEventsPageByPage() throws Exception {
    var numbers = new ArrayList<Integer>();
    var from = "\"earliest\"";
    for (int page = 0; page < ORDERS && from != null; page++) {
      var answer = call("events", "{\"topic\":\"orders\",\"limit\":7,\"from\":%s}".formatted(from));
      answer.path("events").forEach(e -> numbers.add(e.at("/value/number").asInt(-1)));
      from = answer.has("next") ? answer.path("next").toString() : null;
    }

    assertThat(numbers).hasSize(ORDERS).isSorted().doesNotHaveDuplicates();
    assertThat(numbers.get(0)).isZero();
  }

  @Test
  void readsEventsOfAKeyATypeAndATime() throws Exception {
    var ofKey = call("events", "{\"topic\":\"orders\",\"key\":\"user-1\",\"limit\":100}");
    var ofType = call("events", "{\"topic\":\"orders\",\"type\":\"order.paid\",\"limit\":100}");
    var window =
        call(
            "events",
            "{\"topic\":\"orders\",\"from\":\"2023-11-14T22:13:20.010Z\",\"to\":\"2023-11-14T22:13:20.014Z\"}");

    assertThat(ofKey.path("events")).hasSize(ORDERS / 3);
    assertThat(ofType.path("events")).hasSize(ORDERS / 5);
    assertThat(window.path("events").findValuesAsText("number"))
        .containsExactly("10", "11", "12", "13");
  }

  @Test
  void saysWhatTheCommandLineSaysOfAWrongCall() throws Exception {
    var unknown = InThisJvm.run(List.of("topics", "describe", "ordres", "--worker", address()));

    assertThat(unknown.err())
        .contains("did you mean 'orders'?")
        .contains(call("topics", "{\"topic\":\"ordres\"}", true));
    assertThat(call("replay", "{\"id\":\"feed\"}", true)).contains("no replay has an id");
    assertThat(call("events", "{\"topic\":\"orders\",\"from\":7}", true)).startsWith("from is 7");
    assertThat(call("plan", "{\"spec\":{\"source\":{\"topic\":\"orders\"}}}", true))
        .contains("reason");
    assertThat(request("tools/call", "{\"name\":\"start\"}").at("/error/message").asText())
        .contains("there is no tool 'start'");
  }

  private static String address() {
    return worker.uri().toString();
  }

  @Test
  void proposesAReplayThatAPersonStarts() throws Exception {
    var spec = SPEC.formatted("orders");
    var plan = call("plan", "{\"sample\":2,\"spec\":%s}".formatted(spec));
    var proposed =
        call(
            "propose",
            "{\"spec\":%s,\"planHash\":\"%s\"}".formatted(spec, plan.path("hash").asText()));
    var id = proposed.at("/replay/id").asText();

    assertThat(plan.path("records").asInt()).isEqualTo(ORDERS);
    assertThat(proposed.path("next").asText()).contains("nothing was started", id);
    assertThat(call("replays", "{\"state\":\"PLANNED\"}").path("replays").findValuesAsText("id"))
        .contains(id);
    assertThat(call("replay", "{\"id\":\"%s\"}".formatted(id)).at("/summary/state").asText())
        .isEqualTo("PLANNED");

    var started =
        InThisJvm.run(List.of("replay", "start-planned", id, "--yes", "--worker", address()));
    var watched = InThisJvm.run(List.of("replay", "watch", id, "--worker", address()));

    assertThat(started.exitCode()).as(started.err()).isZero();
    assertThat(watched.exitCode()).as(watched.err()).isZero();
    var receipt = call("receipt", "{\"id\":\"%s\"}".formatted(id));
    assertThat(receipt.toString()).contains(id);
  }

  @Test
  void proposesNothingThatCreatesATopicOrIsAnotherPlan() throws Exception {
    var shadow = SPEC.formatted("orders").replace("nowhere", "shadow:orders-shadow");
    var spec = SPEC.formatted("orders").replace("wrong totals", "another");

    assertThat(call("propose", "{\"spec\":%s}".formatted(shadow), true))
        .contains("was not proposed", "'orders-shadow' does not exist");
    assertThat(call("propose", "{\"spec\":%s,\"planHash\":\"00000000\"}".formatted(spec), true))
        .isNotBlank();
    assertThat(call("replays", "{\"limit\":100}").path("replays").findValuesAsText("reason"))
        .doesNotContain("another");
  }

  /** A person applies a spec, with the worker of this test. */
  @Test
  void aSpecIsAppliedOnce() throws Exception {
    var spec =
        """
        name: applied
        reason: wrong totals
        source: {topic: orders, from: 2023-11-14T22:13:20.010Z, to: latest}
        filter: {where: data.total > 20.0}
        target: nowhere
        """;
    var file = Files.writeString(directory.resolve("spec.yaml"), spec);
    var line = List.of("apply", "-f", file.toString(), "--yes", "--worker", address());

    var first = InThisJvm.run(line);
    var again = InThisJvm.run(line);
    var watched =
        InThisJvm.run(
            List.of("replay", "watch", first.out().path("id").asText(), "--worker", address()));
    Files.writeString(file, spec.replace("> 20.0", "> 30.0"));
    var changed = InThisJvm.run(line);

    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(again.out().path("id")).isEqualTo(first.out().path("id"));
    assertThat(again.err()).contains("nothing to do");
    assertThat(watched.exitCode()).as(watched.err()).isZero();
    assertThat(changed.exitCode()).as(changed.err()).isZero();
    assertThat(changed.out().path("id")).isNotEqualTo(first.out().path("id"));
    assertThat(changed.err())
        .contains("filter.where: \"data.total > 20.0\" -> \"data.total > 30.0\"")
        .doesNotContain("Schema");
  }

  @Test
  void endsWhenItsInputIsClosed() throws Exception {
    var other = startServer();
    try {
      other.getOutputStream().close();

      assertThat(other.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(other.exitValue()).isZero();
      assertThat(other.getInputStream().readAllBytes()).isEmpty();
    } finally {
      other.destroyForcibly();
    }
  }
}
