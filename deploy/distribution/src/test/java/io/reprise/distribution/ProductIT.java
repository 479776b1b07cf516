package io.reprise.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.cli.client.WorkerClient;
import io.reprise.cli.publish.BatchPublisher;
import io.reprise.cli.publish.ExampleEvents;
import io.reprise.distribution.ProductContainers.Images;
import io.reprise.local.audit.Audit;
import io.reprise.local.audit.AuditReport;
import io.reprise.local.audit.AuditedRange;
import io.reprise.local.audit.CommittedReader;
import io.reprise.local.audit.OrderingScope;
import io.reprise.local.audit.SourceRecords;
import io.reprise.local.dev.DevTopics;
import io.reprise.local.dev.ExampleSchema;
import io.reprise.runtime.access.Token;
import io.reprise.runtime.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;

/**
 * Publishes, archives and replays events with Reprise's own image, while one worker is killed and
 * another is off the network, and compares source and target by a reader of its own. Runs if a
 * container engine answers. {@code REPRISE_KAFKA_IMAGE} names the image of Kafka to use in place of
 * {@code apache/kafka}, and {@code REPRISE_IMAGE} that of Reprise in place of one that is built
 * here.
 */
class ProductIT {
  private static final Path IMAGES = Path.of("../images").toAbsolutePath().normalize();
  private static final String JAVA_IMAGE = "reprise/java-stand-in";
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private static final String TOPIC = "user-events";
  private static final String TARGET = "user-events-shadow";
  private static final int PARTITIONS = 8;
  private static final int EVENTS = 8_000;

  /** Slow enough that the replay runs when the faults are over. */
  private static final int RATE_DURING_FAULTS = 200;

  private static final int RATE_AFTER_FAULTS = 10_000;

  /** No hot window, so that all records move at once. */
  private static final Map<String, String> ARCHIVE_AT_ONCE =
      Map.of(
          "REPRISE_TOPICS", "{user-events: {hotTime: 0s, cutAge: 2s}}", "REPRISE_SNAPSHOTS", "{}");

  @TempDir private static Path prepared;
  private static ProductContainers product;

  @BeforeAll
  static void start() throws IOException {
    var kafka = System.getenv("REPRISE_KAFKA_IMAGE");
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      skip("no container engine answers here");
    }
    var image = kafka == null ? "apache/kafka:" + AppInfoParser.getVersion() : kafka;
    if (run("docker", "image", "inspect", image).exitCode() != 0
        && run("docker", "pull", image).exitCode() != 0) {
      skip(
          "%s cannot be pulled: build an image with deploy/images/stand-in-kafka and name it in REPRISE_KAFKA_IMAGE"
              .formatted(image));
    }
    var compose = ComposeFile.prepared(prepared);
    product = new ProductContainers(compose, new Images(image, reprise(), JAVA_IMAGE), token());
    product.startServers();
    DevTopics.ensure(product.bootstrapServers(), PARTITIONS, TOPIC);
    ExampleSchema.register(product.registryUri());
    product.start(
        Map.of("REPRISE_RUNNING_SHARDS", Integer.toString(PARTITIONS)),
        "ingest-1",
        "worker-1",
        "worker-2",
        "worker-3");
  }

  @AfterAll
  static void stop() {
    if (product != null) {
      product.close();
    }
  }

  /** Builds the image from the distribution of this build, unless a variable names one. */
  private static String reprise() {
    var named = System.getenv("REPRISE_IMAGE");
    if (named != null) {
      return named;
    }
    boolean hasBase = run("docker", "image", "inspect", JAVA_IMAGE).exitCode() == 0;
    var script = IMAGES.resolve("reprise-image").toString();
    var built = run(script, hasBase ? JAVA_IMAGE : "stand-in");
    assertThat(built.exitCode()).as(built.err()).isZero();
    return built.out().strip();
  }

  private static ProgramRun run(String... command) {
    return ProgramRun.in(prepared, Map.of(), List.of(command));
  }

  /** Gives the principal whom the policy calls operator a token of the file. */
  private static Path token() throws IOException {
    var token = Token.create(new SecureRandom());
    Files.writeString(
        prepared.resolve("secrets/access/tokens.yaml"),
        "  - {principal: service-account-operator, sha256: '%s'}%n".formatted(token.sha256Hex()),
        StandardOpenOption.APPEND);
    return Files.writeString(prepared.resolve("operator.token"), token.secret());
  }

  /** Prints why the test is skipped, so that the build's output shows it. */
  private static void skip(String reason) {
    System.out.printf("The product in containers: SKIPPED, %s%n", reason);
    Assumptions.abort(reason);
  }

  @Test
  void aReplayIsExactWhileOneWorkerIsKilledAndAnotherIsOffTheNetwork() {
    try {
      tellTheStory();
    } catch (RuntimeException | Error e) {
      product.printLogs();
      throw e;
    }
  }

  private static void tellTheStory() {
    var reader = new CommittedReader(product.bootstrapServers());
    assertThat(published()).isEqualTo(EVENTS);
    var ranges = reader.ranges(TOPIC);
    var source = SourceRecords.read(reader, TOPIC, ranges);
    product.start(ARCHIVE_AT_ONCE, "archiver");
    awaitTrimmed();

    var api = product.worker("worker-3");
    var plan = api.plan(spec(ranges));
    assertThat(plan.path("records").asLong()).isEqualTo(EVENTS);
    assertThat(plan.at("/archive/offsets").asLong()).isEqualTo(EVENTS);
    var id = api.start(spec(ranges), plan.path("hash").asText()).path("id").asText();
    awaitShardsOf(api, id, "worker-1", "worker-2");
    product.kill("worker-1");
    product.cutOff("worker-2");
    awaitShardsOfOnly(api, id, "worker-3");
    assertThat(isEnded(api, id)).as("the replay ended before the faults").isFalse();
    product.reconnect("worker-2");
    awaitEnd(api, id);

    assertThat(api.replay(id).at("/summary/state").asText()).isEqualTo("COMPLETED");
    assertThat(api.verify(id).path("verified").asBoolean()).isTrue();
    assertThat(product.isRunning("worker-2")).isTrue();
    assertThat(product.isRunning("worker-1")).isFalse();
    var report =
        new Audit(reader, OrderingScope.PARTITION, id)
            .compare(source, TARGET, reader.ranges(TARGET));
    assertThat(report).isEqualTo(new AuditReport(EVENTS, EVENTS, 0, 0, 0, 0));
  }

  private static long published() {
    return new BatchPublisher(product.ingest("ingest-1"), TOPIC)
        .publish(new ExampleEvents("/reprise/product", 500), 0, EVENTS, stored -> {});
  }

  /** Waits until the archiver has moved all records out of Kafka. */
  private static void awaitTrimmed() {
    var archiver = product.archiver("archiver");
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () -> {
              var partitions = archiver.status().path("partitions");
              assertThat(partitions).hasSize(PARTITIONS);
              assertThat(partitions)
                  .allMatch(p -> p.at("/hot/from").asLong() == p.at("/hot/to").asLong());
            });
  }

  private static ObjectNode spec(List<AuditedRange> ranges) {
    var spec =
        Json.json()
            .createObjectNode()
            .put("reason", "the product in containers")
            .put("target", "shadow:" + TARGET)
            .put("ordering", "PARTITION");
    spec.putObject("throttle").put("recordsPerSecond", RATE_DURING_FAULTS);
    spec.set("source", AuditedRange.source(TOPIC, ranges));
    return spec;
  }

  private static void awaitShardsOf(WorkerClient api, String id, String... workers) {
    await()
        .alias("every worker has a shard")
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> owners(api, id).containsAll(List.of(workers)));
  }

  private static void awaitShardsOfOnly(WorkerClient api, String id, String worker) {
    await()
        .alias("one worker has taken over all shards")
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(200))
        .ignoreExceptions()
        .until(() -> isEnded(api, id) || owners(api, id).equals(Set.of(worker)));
  }

  /** Lifts the rate limit, and waits until the replay has ended. */
  private static void awaitEnd(WorkerClient api, String id) {
    var throttle = Json.json().createObjectNode().put("recordsPerSecond", RATE_AFTER_FAULTS);
    await()
        .alias("the rate limit was lifted")
        .atMost(LIMIT)
        .ignoreExceptions()
        .until(() -> !api.throttle(id, throttle).isMissingNode());
    await()
        .alias("the replay has ended")
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(200))
        .ignoreExceptions()
        .until(() -> isEnded(api, id));
  }

  /** Returns the workers that have claimed a shard of the replay. */
  private static Set<String> owners(WorkerClient api, String id) {
    return StreamSupport.stream(api.replay(id).path("shards").spliterator(), false)
        .filter(shard -> shard.path("state").asText().equals("CLAIMED"))
        .map(shard -> shard.path("worker").asText())
        .collect(Collectors.toSet());
  }

  private static boolean isEnded(WorkerClient api, String id) {
    JsonNode summary = api.replay(id).path("summary");
    return !summary.path("endedAt").isMissingNode();
  }
}
