package io.reprise.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.embedded.EmbeddedRegistry;
import io.reprise.embedded.EmbeddedS3;
import io.reprise.embedded.FreePorts;
import io.reprise.embedded.SecuredCluster;
import io.reprise.embedded.TlsFront;
import io.reprise.runtime.tls.TestAuthority;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Follows the page of the installation, command by command, with the distribution that this build
 * has made, on a cluster of three brokers with TLS and SASL that allows only what ACLs grant. The
 * registry and the S3 server encrypt too, with certificates of a private authority.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InstallPageIT {
  private static final Path TARGET = Path.of("target").toAbsolutePath();
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final int PARTITIONS = 3;
  private static final int EVENTS = 2_000;

  /** Stops the services that the page starts in the background, also when a command fails. */
  private static final String PRELUDE =
      "set -euo pipefail\ntrap 'kill $(jobs -p) 2>/dev/null; wait' EXIT\n";

  @TempDir private static Path directory;
  private static SecuredCluster cluster;
  private static KafkaToolServer tools;
  private static EmbeddedRegistry registry;
  private static EmbeddedS3 store;
  private static TlsFront registryFront;
  private static TlsFront storeFront;

  @BeforeAll
  static void start() throws Exception {
    var authority = new TestAuthority("CN=authority of the site");
    var brokers = authority.issue("CN=brokers", "127.0.0.1");
    cluster =
        SecuredCluster.startTemporary(
            new SecuredCluster.Identity(
                brokers.certificatePem(), brokers.keyPem(), authority.pem()),
            "admin-secret");
    registry =
        EmbeddedRegistry.begin(
            Files.createDirectory(directory.resolve("registry")), FreePorts.next(), List.of());
    store = EmbeddedS3.begin(directory.resolve("s3"), FreePorts.next(), List.of());
    registryFront = front(authority, registry.uri());
    storeFront = front(authority, store.uri());
    for (var name : List.of("bin", "opt", "etc", "config", "var")) {
      Files.createDirectory(directory.resolve(name));
    }
    authority.writeTo(directory.resolve("etc/ca.pem"));
    tools = KafkaToolServer.start(directory.resolve("bin"), cluster::awaitAcls);
    publish();
  }

  @AfterAll
  static void stop() {
    registryFront.close();
    storeFront.close();
    registry.close();
    store.close();
    tools.close();
    cluster.close();
  }

  private static TlsFront front(TestAuthority authority, URI server) {
    var issued = authority.issue("CN=server", "127.0.0.1");
    return TlsFront.start(issued.certificate(), issued.key(), server.getPort());
  }

  private static void publish() throws Exception {
    cluster
        .superUser()
        .createTopics(List.of(new NewTopic("orders", PARTITIONS, (short) 3)))
        .all()
        .get();
    try (var producer =
        new KafkaProducer<>(superUser(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < EVENTS; i++) {
        var key = ("user-" + i % 50).getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>("orders", i % PARTITIONS, key, new byte[] {(byte) i}));
      }
    }
  }

  private static Map<String, Object> superUser() {
    return Map.of("bootstrap.servers", cluster.superUserBootstrapServers());
  }

  @Test
  @Order(1)
  void thePageLeadsFromNothingToTheFirstReplay() throws IOException {
    var script =
        PRELUDE
            + InstallPage.commands("Install", site())
            + InstallPage.commands("First replay on your own cluster", site());
    long start = System.nanoTime();

    var run = ProgramRun.in(TARGET, environment(), List.of("bash", "-c", script), LIMIT);

    assertThat(run.exitCode()).as(() -> run.out() + run.err() + logs()).isZero();
    assertThat(records("replay.orders")).isEqualTo(EVENTS);
    System.out.printf(
        "First replay by the page of the installation: %d s%n",
        Duration.ofNanos(System.nanoTime() - start).toSeconds());
  }

  /** Needs the installation and the file of the administrator that the other test leaves. */
  @Test
  @Order(2)
  void thePageLeadsToTheFirstEventInArchiveAndSnapshots() throws IOException {
    await().atMost(LIMIT).until(() -> registry.server().isReady() && store.server().isReady());
    var script = PRELUDE + InstallPage.commands("The other services", site());

    var run = ProgramRun.in(TARGET, environment(), List.of("bash", "-c", script), LIMIT);

    assertThat(run.exitCode()).as(() -> run.out() + run.err() + logs()).isZero();
    assertThat(run.out()).contains("\"amountCents\" : 1250");
  }

  /** What a reader of the page replaces by the values of his site. */
  private static Map<String, String> site() throws IOException {
    var brokers = cluster.bootstrapServers();
    var site = new LinkedHashMap<String, String>();
    site.put("<version>", version());
    // DistributionIT runs this command, which takes long and is optional.
    site.put("/opt/reprise-%s/bin/prepare-starts\n".formatted(version()), "");
    site.put("/opt", directory.resolve("opt").toString());
    site.put("/usr/local/bin", directory.resolve("bin").toString());
    site.put("/etc/reprise", directory.resolve("etc").toString());
    site.put("kafka-1.example.com:9093,kafka-2.example.com:9093,kafka-3.example.com:9093", brokers);
    site.put("kafka-1.example.com:9093", brokers.split(",")[0]);
    // A machine that runs brokers, services and tests at once may need more than 15 s to sign in.
    site.put("reprise doctor", "reprise doctor --timeout 2m");
    site.put("https://registry.example.com", registryFront.uri().toString());
    site.put("https://s3.example.com", storeFront.uri().toString());
    site.put("s3-secret", EmbeddedS3.SECRET_KEY);
    site.put("/var/lib/reprise", directory.resolve("var").toString());
    for (var port : List.of("8080", "8081", "8082", "8083")) {
      site.put(port, Integer.toString(FreePorts.next()));
    }
    return site;
  }

  private static String version() throws IOException {
    try (var files = Files.list(TARGET)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("reprise-[0-9].*\\.tar\\.gz"))
          .map(name -> name.substring("reprise-".length(), name.length() - ".tar.gz".length()))
          .findAny()
          .orElseThrow(() -> new AssertionError("no distribution in " + TARGET));
    }
  }

  private static Map<String, String> environment() {
    return Map.of(
        "PATH",
        directory.resolve("bin") + ":" + System.getenv("PATH"),
        "JAVA_HOME",
        System.getProperty("java.home"),
        "XDG_CONFIG_HOME",
        directory.resolve("config").toString(),
        "REPRISE_HEAP",
        "512m");
  }

  /** Returns the logs of the services that a page has started. */
  private static String logs() {
    try (var files = Files.list(directory.resolve("etc"))) {
      var logs = new StringBuilder();
      for (var file : files.filter(f -> f.toString().endsWith(".log")).sorted().toList()) {
        logs.append("\n" + file.getFileName() + ":\n" + Files.readString(file));
      }
      return logs.toString();
    } catch (IOException e) {
      return "the logs cannot be read: " + e;
    }
  }

  /** Counts the committed records of a topic. */
  private static int records(String topic) {
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of(
                "bootstrap.servers",
                cluster.superUserBootstrapServers(),
                "isolation.level",
                "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      var partitions =
          consumer.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(topic, p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      int count = 0;
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        count += consumer.poll(Duration.ofSeconds(1)).count();
      }
      return count;
    }
  }
}
