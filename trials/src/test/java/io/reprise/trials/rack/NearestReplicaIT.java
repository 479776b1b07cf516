package io.reprise.trials.rack;

import static io.reprise.trials.rack.RackCluster.LED_IN_RACK_A;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.cli.client.WorkerClient;
import io.reprise.cli.command.CommandFailure;
import io.reprise.local.stack.ScratchDirectory;
import io.reprise.replay.WorkerConfig;
import io.reprise.replay.WorkerService;
import io.reprise.replay.journal.ControlTopics;
import io.reprise.runtime.config.ConfigFile;
import io.reprise.runtime.config.KafkaConfig;
import io.reprise.runtime.json.Json;
import io.reprise.store.kafka.KafkaReaderPool;
import io.reprise.store.kafka.KafkaReaderPool.LastRead;
import io.reprise.trials.PatientStart;
import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Which broker sends the bytes of a replay, by the brokers' own metrics. All leaders are in rack a.
 * The brokers run in processes of their own, because brokers of one JVM share their metrics.
 */
class NearestReplicaIT {
  private static final Duration LIMIT = Duration.ofSeconds(300);
  private static final String TOPIC = "orders";
  private static final int PARTITIONS = 2;
  private static final int RECORDS = 6_000;
  private static final int VALUE_BYTES = 500;
  private static final long SOURCE_BYTES = (long) RECORDS * VALUE_BYTES;

  /**
   * A replica that is nowhere near may send less than this, such as the first fetch of a reader.
   */
  private static final long FEW_BYTES = SOURCE_BYTES / 20;

  private static ScratchDirectory scratch;
  private static RackCluster cluster;
  private static Admin admin;

  @BeforeAll
  static void start() throws Exception {
    scratch = ScratchDirectory.create("reprise-racks");
    cluster = new RackCluster(scratch.directory());
    admin = Admin.create(client());
    create(TOPIC, PARTITIONS, Map.of());
    publish();
    await().atMost(LIMIT).until(NearestReplicaIT::isEverywhere);
  }

  @AfterAll
  static void stop() {
    admin.close();
    cluster.close();
    scratch.close();
  }

  private static Map<String, Object> client() {
    return Map.of("bootstrap.servers", cluster.bootstrapServers());
  }

  /** Creates a topic with three replicas of each partition, whose leaders are in rack a. */
  private static void create(String topic, int partitions, Map<String, String> settings)
      throws Exception {
    var replicas =
        IntStream.range(0, partitions)
            .boxed()
            .collect(Collectors.toMap(p -> p, p -> LED_IN_RACK_A));
    admin.createTopics(List.of(new NewTopic(topic, replicas).configs(settings))).all().get();
  }

  private static void publish() {
    var settings = Map.of("bootstrap.servers", cluster.bootstrapServers(), "acks", "all");
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>copyOf(settings),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < RECORDS; i++) {
        producer.send(
            new ProducerRecord<>(TOPIC, i % PARTITIONS, new byte[1], new byte[VALUE_BYTES]));
      }
    }
  }

  /** Returns whether each partition has its leader in rack a and all replicas in sync. */
  private static boolean isEverywhere() throws Exception {
    var partitions =
        admin.describeTopics(List.of(TOPIC)).allTopicNames().get().values().iterator().next();
    return partitions.partitions().stream()
        .allMatch(p -> p.leader().id() == LED_IN_RACK_A.get(0) && p.isr().size() == 3);
  }

  @Test
  void aReplayReadsFromTheReplicaInTheRackOfTheWorker() throws Exception {
    var control = new ControlTopics("near", PARTITIONS);
    create(control.commands(), 1, Map.of());
    var compacted = Map.of("cleanup.policy", "compact");
    create(control.replays(), 1, compacted);
    create(control.slotTable(), PARTITIONS, compacted);
    create(control.progress(), PARTITIONS, compacted);
    var before = cluster.bytesOut(TOPIC);

    replay(control.prefix(), "rack: c");

    var sent = sentSince(before);
    assertThat(sent.get("c")).isGreaterThanOrEqualTo(SOURCE_BYTES);
    assertThat(sent.get("a")).isLessThan(FEW_BYTES);
    assertThat(sent.get("b")).isLessThan(FEW_BYTES);
    assertReadFromLeaders(control);
  }

  /** A leader has the newest records of a control topic before its followers do. */
  private static void assertReadFromLeaders(ControlTopics control) {
    assertThat(cluster.bytesOut(control.commands()).get("a")).isPositive();
    assertThat(cluster.bytesOut(control.replays()).get("a")).isPositive();
    assertThat(
            Stream.of(
                control.commands(), control.replays(), control.slotTable(), control.progress()))
        .allSatisfy(
            topic ->
                assertThat(cluster.bytesOut(topic)).containsEntry("b", 0L).containsEntry("c", 0L));
  }

  @Test
  void aReplayReadsFromLeadersIfTheWorkerKnowsNoRack() throws Exception {
    var before = cluster.bytesOut(TOPIC);

    replay("anywhere", "rack: ''");

    var sent = sentSince(before);
    assertThat(sent.get("a")).isGreaterThanOrEqualTo(SOURCE_BYTES);
    assertThat(sent).containsEntry("b", 0L).containsEntry("c", 0L);
  }

  @Test
  void anArchiverReadsFromTheReplicaInItsRack() {
    var before = cluster.bytesOut(TOPIC);
    var client = new KafkaConfig(cluster.bootstrapServers(), Map.of(), "b").clientSettings();
    var from = new OffsetAndMetadata(0);

    try (var readers = new KafkaReaderPool(client, 1)) {
      for (int partition = 0; partition < PARTITIONS; partition++) {
        var reading = new TopicPartition(TOPIC, partition);
        try (var reader = readers.tryBorrow(reading, from, LastRead.RECORDS).orElseThrow()) {
          await()
              .atMost(LIMIT)
              .until(
                  () -> {
                    reader.read(Duration.ofSeconds(1));
                    return reader.position() == RECORDS / PARTITIONS;
                  });
        }
      }
    }

    var sent = sentSince(before);
    assertThat(sent.get("b")).isGreaterThanOrEqualTo(SOURCE_BYTES);
    assertThat(sent.get("a")).isLessThan(FEW_BYTES);
    assertThat(sent.get("c")).isLessThan(FEW_BYTES);
  }

  /** Returns by rack how many bytes of the topic its broker has sent since an earlier count. */
  private static Map<String, Long> sentSince(Map<String, Long> before) {
    var sent = new LinkedHashMap<>(cluster.bytesOut(TOPIC));
    sent.replaceAll((rack, bytes) -> bytes - before.getOrDefault(rack, 0L));
    return sent;
  }

  /** Replays the topic to its end, by a worker that is configured as users do it. */
  private static void replay(String prefix, String rack) throws Exception {
    var file = scratch.directory().resolve(prefix + ".yaml");
    Files.writeString(
        file,
        """
        kafka: {bootstrapServers: "%s", %s}
        control: {prefix: %s, slots: %d, replicationFactor: 3}
        http: {host: 127.0.0.1, port: 0}
        targets: {nothing: {kind: discard}}
        """
            .formatted(cluster.bootstrapServers(), rack, prefix, PARTITIONS));
    var faults = new CopyOnWriteArrayList<RuntimeException>();
    try (var worker = WorkerService.start(ConfigFile.read(file, WorkerConfig.class), faults::add)) {
      var api = new WorkerClient(List.of(worker.uri()));
      var spec =
          Json.json().createObjectNode().put("reason", "nearest replica").put("target", "nothing");
      spec.putObject("source").put("topic", TOPIC);
      var id = PatientStart.of(api, spec);
      var summary =
          await()
              .atMost(LIMIT)
              .ignoreExceptionsInstanceOf(CommandFailure.class)
              .until(
                  () -> api.replay(id).path("summary"),
                  each -> each.path("state").asText().equals("COMPLETED"));
      assertThat(summary.path("accounted").asLong()).isEqualTo(RECORDS);
    }
    assertThat(faults).isEmpty();
  }
}
