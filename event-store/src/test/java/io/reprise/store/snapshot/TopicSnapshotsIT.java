package io.reprise.store.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.embedded.EmbeddedBroker;
import io.reprise.store.facts.TopicInspector;
import io.reprise.store.kafka.KafkaEventLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

class TopicSnapshotsIT {
  private static EmbeddedBroker broker;
  private static Admin admin;
  private static KafkaProducer<byte[], byte[]> producer;
  private static KafkaEventLog log;

  @TempDir Path scratch;
  private String topic;

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.startTemporary();
    Map<String, Object> client = Map.of("bootstrap.servers", broker.bootstrapServers());
    admin = Admin.create(client);
    log = new KafkaEventLog(client);
    var settings = new java.util.HashMap<>(client);
    settings.put("transactional.id", "writer");
    producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    producer.initTransactions();
  }

  @AfterAll
  static void stop() {
    producer.close();
    admin.close();
    broker.close();
  }

  @BeforeEach
  void createTopic(TestInfo test) throws Exception {
    topic = test.getTestMethod().orElseThrow().getName();
    admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1))).all().get();
  }

  private void write(int partition, Snapshot... snapshots) {
    for (var snapshot : snapshots) {
      var item = new ProducerRecord<>(topic, partition, snapshot.key(), snapshot.state());
      item.headers()
          .add(
              SnapshotCodec.HEADER,
              SnapshotCodec.header(snapshot.provenance(), 1, snapshot.state()));
      producer.send(item);
    }
  }

  private void write(int partition, Watermark watermark) {
    producer.send(
        new ProducerRecord<>(
            topic, partition, SnapshotCodec.watermarkKey(), SnapshotCodec.encode(watermark)));
  }

  private TopicSnapshots open() {
    return TopicSnapshots.open(log, new TopicInspector(admin).inspect(topic), scratch);
  }

  @Test
  void readsTheNewestOfEachKeyAndTheNewestWatermarkUpToTheEndAtOpening() throws Exception {
    producer.beginTransaction();
    write(0, SnapshotsInMemory.of(0, "b", "old", 1), SnapshotsInMemory.of(0, "gone", "x", 2));
    write(0, new Watermark(3, 3));
    write(0, SnapshotsInMemory.of(0, "b", "new", 4), SnapshotsInMemory.of(0, "gone", null, 5));
    write(0, SnapshotsInMemory.of(0, "a", "only", 6));
    write(0, new Watermark(5, 7));
    write(1, new Watermark(0, 0));
    producer.commitTransaction();
    producer.beginTransaction();
    write(0, SnapshotsInMemory.of(0, "b", "aborted", 8));
    producer.abortTransaction();

    try (var snapshots = open()) {
      producer.beginTransaction();
      write(0, SnapshotsInMemory.of(0, "b", "too late", 9));
      producer.commitTransaction();

      assertThat(snapshots.partitions()).isEqualTo(2);
      assertThat(snapshots.watermark(0)).isEqualTo(new Watermark(5, 7));
      assertThat(SnapshotsInMemory.read(snapshots, 0))
          .containsExactly(
              SnapshotsInMemory.text(SnapshotsInMemory.of(0, "a", "only", 6)),
              SnapshotsInMemory.text(SnapshotsInMemory.of(0, "b", "new", 4)));
      assertThat(SnapshotsInMemory.read(snapshots, 1)).isEmpty();
    }
    try (Stream<Path> left = Files.list(scratch)) {
      assertThat(left).as("files left behind").isEmpty();
    }
  }

  @Test
  void watermarkIncludesSnapshotsOfAFlushInProgress() {
    producer.beginTransaction();
    write(0, SnapshotsInMemory.of(0, "a", "x", 4));
    write(0, new Watermark(3, 5));
    write(0, SnapshotsInMemory.of(0, "b", null, 8));
    producer.commitTransaction();

    try (var snapshots = open()) {
      assertThat(snapshots.watermark(0)).isEqualTo(new Watermark(3, 9));
    }
  }

  @Test
  void reportsAMissingWatermark() {
    producer.beginTransaction();
    write(0, SnapshotsInMemory.of(0, "a", "x", 1));
    producer.commitTransaction();

    try (var snapshots = open()) {
      assertThatThrownBy(() -> snapshots.watermark(0))
          .isInstanceOf(UnusableSnapshotsException.class)
          .hasMessage(
              "topic reportsAMissingWatermark has no watermark in partition 0: wait until the"
                  + " compactor has written one, or rebuild from the full log");
    }
  }

  @Test
  void namesARecordThatIsNotASnapshot() {
    producer.beginTransaction();
    producer.send(new ProducerRecord<>(topic, 1, "a".getBytes(UTF_8), "x".getBytes(UTF_8)));
    producer.commitTransaction();

    try (var snapshots = open()) {
      assertThatThrownBy(() -> snapshots.read(1, snapshot -> {}))
          .isInstanceOf(UnusableSnapshotsException.class)
          .hasMessageStartingWith(
              "topic namesARecordThatIsNotASnapshot partition 1 offset 0 holds no snapshot: it has"
                  + " no header reprise-snapshot");
    }
  }
}
