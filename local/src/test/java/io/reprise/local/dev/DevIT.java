package io.reprise.local.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.reprise.archiver.observe.ArchiverMetric;
import io.reprise.cli.context.RunningDev;
import io.reprise.compactor.observe.CompactorMetric;
import io.reprise.embedded.FreePorts;
import io.reprise.ingest.service.observe.IngestMetric;
import io.reprise.local.stack.StackPorts;
import io.reprise.local.supervise.PartState;
import io.reprise.replay.WorkerMetric;
import io.reprise.runtime.metric.DeclaredMetric;
import io.reprise.runtime.metric.HttpMetric;
import io.reprise.runtime.metric.JvmMetric;
import io.reprise.runtime.metric.KafkaClientMetric;
import io.reprise.runtime.metric.ObjectStoreMetric;
import io.reprise.runtime.metric.TraceMetric;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs {@code reprise dev} in a process of its own. The methods use the same dev, in their order.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DevIT {
  private static final Duration START_LIMIT = Duration.ofMinutes(4);
  private static final Duration COMMAND_LIMIT = Duration.ofMinutes(1);

  @TempDir static Path scratch;

  private static Path directory;
  private static Path out;
  private static int portBase;
  private static Process dev;

  @BeforeAll
  static void start() throws IOException {
    directory = scratch.resolve("dev");
    portBase = freePortBase();
    startDev("dev.out");
  }

  private static void startDev(String output) throws IOException {
    out = scratch.resolve(output);
    var command = new ArrayList<>(List.of("dev", "--workers", "1", "--topic", "orders:3"));
    command.addAll(List.of("--dir", directory.toString()));
    command.addAll(List.of("--port-base", Integer.toString(portBase)));
    dev = reprise(out.toFile(), command);
    await()
        .atMost(START_LIMIT)
        .until(() -> !dev.isAlive() || Files.exists(directory.resolve("running.json")));
    assertThat(dev.isAlive()).as(Files.readString(out)).isTrue();
    assertThat(directory.resolve("running.json")).exists();
  }

  private static int freePortBase() {
    int base = FreePorts.next();
    while (!StackPorts.from(base).taken(1).allMatch(DevIT::isFree)) {
      base = FreePorts.next();
    }
    return base;
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort() == port;
    } catch (IOException e) {
      return false;
    }
  }

  private static Process reprise(File output, List<String> arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("io.reprise.cli.Reprise");
    command.addAll(arguments);
    var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output);
    builder.environment().put("XDG_STATE_HOME", scratch.resolve("state").toString());
    builder.environment().put("REPRISE_KAFKA", "127.0.0.1:1");
    builder.environment().put("REPRISE_REGISTRY", "http://127.0.0.1:1");
    return builder.start();
  }

  /** A part that still runs would write into the directory while JUnit deletes it. */
  @AfterAll
  static void kill() throws Exception {
    var parts = dev.descendants().toList();
    dev.destroyForcibly().waitFor();
    parts.forEach(ProcessHandle::destroyForcibly);
    await()
        .atMost(COMMAND_LIMIT)
        .until(() -> parts.stream().map(ProcessHandle::pid).noneMatch(DevIT::runs));
  }

  @Test
  @Order(1)
  void everyPartHasALineWithItsSecondsAndTheTopicOfTheUserExists() throws Exception {
    assertThat(Files.readString(out))
        .contains("ready in")
        .matches("(?s).*\nkafka ready in [0-9.]+ s\n.*")
        .matches("(?s).*\nworker-1 ready in [0-9.]+ s\n.*");
    var running = RunningDev.in(directory).orElseThrow();
    try (var admin = Admin.create(Map.of("bootstrap.servers", running.kafka()))) {
      var topics = admin.describeTopics(List.of("orders")).allTopicNames().get();
      assertThat(topics.get("orders").partitions()).hasSize(3);
    }
    assertThat(directory.resolve("config/worker-1.yaml")).content().startsWith("# Written at");
  }

  @Test
  @Order(2)
  void aSecondDevOnTheDirectoryIsRefusedAndChangesNoFile() throws Exception {
    var state = Files.readString(directory.resolve("dev.lock"));

    var second = run("dev", "--dir", directory.toString());

    assertThat(second.exitCode()).as(second.output()).isEqualTo(3);
    assertThat(second.output()).contains("pid " + dev.pid());
    assertThat(directory.resolve("dev.lock")).hasContent(state);
  }

  /**
   * Runs a slow replay with both rate limits, so that every metric about a replay has a series,
   * then scrapes all services.
   */
  @Test
  @Order(3)
  void theScrapesHaveEveryMetricOfTheDashboardsAndNoneThatIsNotDeclared() throws Exception {
    var running = RunningDev.in(directory).orElseThrow();
    var ingest = List.of("--ingest", running.ingest().toString());
    var worker = List.of("--worker", running.worker());
    succeed(ingest, "publish", "--topic", "user-events", "--count", "300");
    succeed(
        worker,
        ("replay start --topic user-events --target replayed --rate 1 --byte-rate 500"
                + " --reason test --yes")
            .split(" "));

    await()
        .atMost(COMMAND_LIMIT)
        .untilAsserted(() -> assertThat(scraped(running)).containsAll(onDashboards()));

    assertThat(scraped(running)).isSubsetOf(declared());
    succeed(worker, "replay", "cancel", "latest");
  }

  private static void succeed(List<String> address, String... arguments) throws Exception {
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(address);
    var run = run(all.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.output()).isZero();
  }

  private static Set<String> declared() {
    return Stream.of(
            WorkerMetric.values(),
            IngestMetric.values(),
            ArchiverMetric.values(),
            CompactorMetric.values(),
            ObjectStoreMetric.values(),
            KafkaClientMetric.values(),
            HttpMetric.values(),
            TraceMetric.values(),
            JvmMetric.values())
        .flatMap(Stream::of)
        .map(metric -> (DeclaredMetric) metric)
        .flatMap(metric -> metric.declaration().series().stream())
        .collect(Collectors.toSet());
  }

  /** Returns the declared series whose names are in a dashboard. */
  private static Set<String> onDashboards() throws IOException {
    var text = new StringBuilder();
    try (var files = Files.list(Path.of("../deploy/observability/dashboards"))) {
      for (var file : files.toList()) {
        text.append(Files.readString(file));
      }
    }
    var named =
        declared().stream()
            .filter(series -> Pattern.compile("\\b" + series + "\\b").matcher(text).find())
            .collect(Collectors.toSet());
    assertThat(named).hasSizeGreaterThan(40);
    return named;
  }

  /** Returns the names of the series that the services show together. */
  private static Set<String> scraped(RunningDev running) throws Exception {
    var names = new TreeSet<String>();
    var services =
        List.of(
            URI.create(running.worker()),
            running.ingest(),
            running.archiver(),
            running.compactor());
    for (var service : services) {
      var request = HttpRequest.newBuilder(service.resolve("/metrics")).build();
      HttpClient.newHttpClient()
          .send(request, BodyHandlers.ofLines())
          .body()
          .filter(line -> !line.startsWith("#"))
          .forEach(line -> names.add(line.replaceFirst("[{ ].*", "")));
    }
    return names;
  }

  @Test
  @Order(4)
  void aPartThatIsKilledIsNamedAndStartedAgainOnItsPort() throws Exception {
    var before = part("ingest");

    ProcessHandle.of(before.pid()).orElseThrow().destroyForcibly();

    await()
        .atMost(START_LIMIT)
        .until(() -> part("ingest").restarts() == 1 && part("ingest").state() == PartState.READY);
    assertThat(part("ingest").address()).isEqualTo(before.address());
    assertThat(part("ingest").pid()).isNotEqualTo(before.pid());
    assertThat(Files.readString(out))
        .contains("ingest ended, killed by signal 9; starting it again in 1 s")
        .contains("ingest ready again in");
    var status = run("dev", "status");
    assertThat(status.exitCode()).as(status.output()).isZero();
    assertThat(status.output()).contains("killed by signal 9", "worker-1", before.address());
  }

  @Test
  @Order(5)
  void logsShowsTheNewestLinesOfAPart() throws Exception {
    var logs = run("dev", "logs", "worker-1", "--lines", "1");

    assertThat(logs.exitCode()).as(logs.output()).isZero();
    assertThat(logs.output().lines()).hasSize(1);
    var unknown = run("dev", "logs", "broker");
    assertThat(unknown.exitCode()).isEqualTo(4);
    assertThat(unknown.output()).contains("no part 'broker'", "kafka", "worker-1");
    assertThat(views()).extracting(DevState.PartView::part).containsAll(partsInExamples());
  }

  /** Returns the parts that the examples of {@code dev logs} name. */
  private static List<String> partsInExamples() throws IOException {
    return Files.readAllLines(Path.of("src/main/resources/META-INF/reprise/examples.txt")).stream()
        .filter(line -> line.startsWith("reprise dev logs "))
        .map(line -> line.split(" ")[3])
        .toList();
  }

  /** Spools, caches and states are events of all users in plain text. */
  @Test
  @Order(5)
  void noFileOfAServiceCanBeReadByOtherUsers() throws Exception {
    var readable = new ArrayList<Path>();
    for (var part : List.of("data/spool", "data/states-compactor-1", "running.json")) {
      assertThat(directory.resolve(part)).exists();
      addReadable(directory.resolve(part), readable);
    }
    try (var states = Files.walk(directory.resolve("data/states-compactor-1"))) {
      assertThat(states.filter(Files::isRegularFile)).isNotEmpty();
    }
    addReadable(scratch.resolve("state"), readable);
    assertThat(readable).isEmpty();
    // With a strict umask, any file would be private.
    addReadable(Files.writeString(scratch.resolve("of-this-test"), ""), readable);
    assumeTrue(!readable.isEmpty(), "the umask of this test makes every file private");
  }

  /** Adds the files that other users can read: their way there must be open, too. */
  private static void addReadable(Path path, List<Path> readable) throws IOException {
    boolean isOpen =
        Files.getPosixFilePermissions(path).stream()
            .anyMatch(permission -> !permission.name().startsWith("OWNER_"));
    if (!isOpen) {
      return;
    }
    if (Files.isRegularFile(path)) {
      readable.add(path);
      return;
    }
    try (var content = Files.list(path)) {
      for (var each : content.toList()) {
        addReadable(each, readable);
      }
    }
  }

  /** SIGTERM runs the same shutdown as Ctrl-C. SIGSTOP keeps a broker from any answer. */
  @Test
  @Order(6)
  void theEndIsBoundedAlsoWhenTheBrokerDoesNotAnswer() throws Exception {
    publish("orders", 100);
    var pids = views().stream().map(DevState.PartView::pid).toList();
    assertThat(
            new ProcessBuilder("kill", "-STOP", part("kafka").pid().toString()).start().waitFor())
        .isZero();
    long begun = System.nanoTime();

    dev.destroy();

    assertThat(dev.waitFor(COMMAND_LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    // 5 s, and some time in which a busy machine does not run the process.
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(15));
    assertThat(Files.readString(out)).contains("killed after 4 s: ", "kafka. The data is kept: ");
    await().atMost(COMMAND_LIMIT).until(() -> pids.stream().noneMatch(DevIT::runs));
    assertThat(directory.resolve("running.json")).doesNotExist();
    assertThat(run("dev", "status", "--dir", directory.toString()).exitCode()).isEqualTo(4);
    assertThat(run("dev", "status").exitCode()).isEqualTo(4);
  }

  /** The broker was killed with records that it had acknowledged and not flushed. */
  @Test
  @Order(7)
  void theNextStartHasEveryRecordThatWasAcknowledgedBeforeTheKill() throws Exception {
    startDev("dev-again.out");

    assertThat(endOffsets("orders")).isEqualTo(100);
    assertThat(Files.readString(Path.of(part("kafka").log()))).contains("Recovering");
  }

  private static void publish(String topic, int records) throws Exception {
    var serializer = new StringSerializer();
    try (var producer = new KafkaProducer<>(client(), serializer, serializer)) {
      for (int i = 0; i < records; i++) {
        producer.send(new ProducerRecord<>(topic, "key-" + i, "value")).get();
      }
    }
  }

  private static long endOffsets(String topic) {
    var deserializer = new StringDeserializer();
    try (var consumer = new KafkaConsumer<>(client(), deserializer, deserializer)) {
      var partitions =
          consumer.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(topic, p.partition()))
              .toList();
      return consumer.endOffsets(partitions).values().stream().mapToLong(Long::longValue).sum();
    }
  }

  private static Map<String, Object> client() {
    return Map.of("bootstrap.servers", RunningDev.in(directory).orElseThrow().kafka());
  }

  /** Returns whether a process runs. One that has ended and is not reaped yet has no command. */
  private static boolean runs(Long pid) {
    return ProcessHandle.of(pid).flatMap(process -> process.info().command()).isPresent();
  }

  private record Run(int exitCode, String output) {}

  private static Run run(String... arguments) throws Exception {
    var output = Files.createTempFile(scratch, "command", ".out");
    var process = reprise(output.toFile(), List.of(arguments));
    assertThat(process.waitFor(COMMAND_LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return new Run(process.exitValue(), Files.readString(output));
  }

  private static List<DevState.PartView> views() {
    return DevState.readFrom(directory).parts();
  }

  private static DevState.PartView part(String name) {
    return views().stream().filter(view -> view.part().equals(name)).findFirst().orElseThrow();
  }
}
