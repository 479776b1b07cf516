package io.reprise.compactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.compactor.topic.ReducerConfig;
import io.reprise.embedded.EmbeddedS3;
import io.reprise.embedded.RunningServers;
import io.reprise.embedded.Servers;
import io.reprise.runtime.json.Json;
import io.reprise.store.OffsetRange;
import io.reprise.store.fold.KeyFold;
import io.reprise.store.fold.KeyState;
import io.reprise.store.fold.Reducers;
import io.reprise.store.object.s3.S3Config;
import io.reprise.store.object.s3.S3ObjectStore;
import io.reprise.store.snapshot.SnapshotTopic;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Folding when the start of one partition moves above what was folded.
 *
 * <p>Shows guarantee 8 of docs/liveness.md.
 */
@ExtendWith(Servers.class)
class LostPartitionIT {
  private static final Duration AT_ONCE = Duration.ofMillis(100);
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String REDUCER = "count-by-type";

  @Test
  void aPartitionThatWasTrimmedWhileStoppedIsLostAloneAndNamed(RunningServers servers) {
    try (var fixture = new CompactorFixture(servers)) {
      // Given
      var topic = "lost-stopped";
      fixture.create(topic, 2);
      publish(fixture, topic, 0, 3);
      publish(fixture, topic, 1, 3);
      try (var compactor = CompactorService.start(config(servers, topic, null))) {
        awaitSnapshots(fixture, topic, 0, compactor);
        awaitSnapshots(fixture, topic, 1, compactor);
      }
      int before = fixture.read(topic(topic).name(), 0).size();
      publish(fixture, topic, 0, 3);
      publish(fixture, topic, 1, 3);
      trim(fixture, topic, 5);

      // When
      try (var compactor = CompactorService.start(config(servers, topic, null))) {
        // Then
        awaitSnapshots(fixture, topic, 1, compactor);
        assertLost(
            compactor,
            "topic lost-stopped partition 0 begins at offset 5, but reducer count-by-type.v1 has"
                + " folded it to offset 3 only");
        publish(fixture, topic, 0, 3);
        publish(fixture, topic, 1, 3);
        awaitSnapshots(fixture, topic, 1, compactor);
        assertThat(fixture.read(topic(topic).name(), 0)).hasSize(before);
      }
    }
  }

  @Test
  void aPartitionThatIsTrimmedWhileItRunsIsLostAloneAndNamed(RunningServers servers) {
    try (var fixture = new CompactorFixture(servers);
        var open = transactional(servers)) {
      // Given: a transaction that stays open holds the compactor at offset 3
      var topic = "lost-running";
      fixture.create(topic, 2);
      publish(fixture, topic, 0, 3);
      publish(fixture, topic, 1, 3);
      try (var compactor = CompactorService.start(config(servers, topic, null))) {
        awaitSnapshots(fixture, topic, 0, compactor);
        open.initTransactions();
        open.beginTransaction();
        open.send(CompactorFixture.event(topic, 0, "u1", "a", "open"));
        open.flush();
        publish(fixture, topic, 0, 4);

        // When
        trim(fixture, topic, 6);
        open.abortTransaction();

        // Then
        assertLost(compactor, "topic lost-running partition 0 begins at offset 6");
        publish(fixture, topic, 1, 3);
        awaitSnapshots(fixture, topic, 1, compactor);
      }
    }
  }

  @Test
  void aRecreatedTopicStopsItsOwnPartitionsOnly(RunningServers servers) throws Exception {
    try (var fixture = new CompactorFixture(servers)) {
      // Given
      var topics = List.of("lost-again", "lost-beside");
      for (var topic : topics) {
        fixture.create(topic, 1);
        publish(fixture, topic, 0, 3);
      }
      var state = servers.newDirectory("state");
      try (var compactor = CompactorService.start(config(servers, state, topics, null))) {
        awaitSnapshots(fixture, "lost-again", 0, compactor);
        awaitSnapshots(fixture, "lost-beside", 0, compactor);
      }

      // When
      fixture.admin().deleteTopics(List.of("lost-again")).all().get();
      await()
          .atMost(LIMIT)
          .until(() -> !fixture.admin().listTopics().names().get().contains("lost-again"));
      fixture.create("lost-again", 1);
      publish(fixture, "lost-again", 0, 5);
      publish(fixture, "lost-beside", 0, 5);

      // Then
      try (var compactor = CompactorService.start(config(servers, state, topics, null))) {
        awaitSnapshots(fixture, "lost-beside", 0, compactor);
        var client = new CompactorHttpClient(compactor.uri());
        await()
            .atMost(LIMIT)
            .untilAsserted(
                () ->
                    assertThat(text(client.ask("/health/ready").body()))
                        .contains("topic lost-again was deleted and created again"));
        publish(fixture, "lost-beside", 0, 5);
        awaitSnapshots(fixture, "lost-beside", 0, compactor);
      }
    }
  }

  @Test
  void aNewReducerFoldsFromTheArchiveAcrossTheSeam(RunningServers servers) throws Exception {
    try (var fixture = new CompactorFixture(servers);
        var store = S3ObjectStore.open(bucket(servers))) {
      // Given
      var topic = "lost-seam";
      fixture.create(topic, 2);
      publish(fixture, topic, 0, 500);
      publish(fixture, topic, 1, 20);
      var events = new ArrayList<>(fixture.read(topic, 0));
      archive(servers, fixture, store, topic, 300, 250);

      // When
      try (var compactor = CompactorService.start(config(servers, topic, bucket(servers)))) {
        publish(fixture, topic, 0, 200);

        // Then
        awaitSnapshots(fixture, topic, 0, compactor);
        awaitSnapshots(fixture, topic, 1, compactor);
        fixture.read(topic, 0).stream().filter(e -> e.offset() >= 500).forEach(events::add);
        assertThat(events).hasSize(700);
        assertFolded(fixture, topic, events);
        assertReady(compactor);
      }
    }
  }

  @Test
  void whatWasTrimmedWhileStoppedIsFoldedFromTheArchive(RunningServers servers) throws Exception {
    try (var fixture = new CompactorFixture(servers);
        var store = S3ObjectStore.open(bucket(servers))) {
      // Given
      var topic = "lost-found";
      fixture.create(topic, 1);
      publish(fixture, topic, 0, 100);
      try (var compactor = CompactorService.start(config(servers, topic, null))) {
        awaitSnapshots(fixture, topic, 0, compactor);
      }
      publish(fixture, topic, 0, 100);
      var events = fixture.read(topic, 0);
      archive(servers, fixture, store, topic, 200, 200);

      // When: the log is empty, so no event reports the missing ones
      try (var compactor = CompactorService.start(config(servers, topic, bucket(servers)))) {
        // Then
        await()
            .atMost(LIMIT)
            .untilAsserted(
                () ->
                    assertThat(fixture.snapshots(topic(topic), 0).watermark().processedTo())
                        .isEqualTo(200));
        assertFolded(fixture, topic, events);
        assertReady(compactor);
      }
    }
  }

  private static void archive(
      RunningServers servers,
      CompactorFixture fixture,
      S3ObjectStore store,
      String topic,
      long to,
      long trimTo)
      throws Exception {
    var archived =
        new ArchivedTopic(
            servers.client(), fixture.admin(), store, servers.newDirectory("spools"), topic);
    archived.copy(to / 2);
    archived.copy(to);
    archived.trim(fixture.admin(), trimTo);
  }

  /** Compares the states of partition 0 with a fold of its events, each once. */
  private static void assertFolded(
      CompactorFixture fixture, String topic, List<ConsumerRecord<byte[], byte[]>> events) {
    var full = new HashMap<String, KeyState>();
    long end = events.get(events.size() - 1).offset() + 1;
    var fold = new KeyFold(Reducers.onClassPath().find(REDUCER, 1).create(id -> null));
    CompactorFixture.fold(full, fold, events, new OffsetRange(0, end));
    assertThat(words(fixture.snapshots(topic(topic), 0).states())).isEqualTo(words(full));
  }

  private static Map<String, String> words(Map<String, KeyState> states) {
    var words = new HashMap<String, String>();
    states.forEach(
        (key, kept) -> words.put(key, Arrays.toString(kept.state()) + kept.provenance()));
    return words;
  }

  private static void assertLost(CompactorService compactor, String sentence) {
    var client = new CompactorHttpClient(compactor.uri());
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              var ready = client.ask("/health/ready");
              assertThat(ready.statusCode()).isEqualTo(503);
              assertThat(text(ready.body())).contains(sentence, "configure store");
              var partitions = status(client).path("partitions");
              assertThat(partitions.path(0).path("fault").asText()).contains(sentence);
              assertThat(partitions.path(0).path("processedTo").asLong()).isEqualTo(3);
              assertThat(partitions.path(1).has("fault")).isFalse();
            });
  }

  private static void assertReady(CompactorService compactor) {
    var client = new CompactorHttpClient(compactor.uri());
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              var ready = client.ask("/health/ready");
              assertThat(ready.statusCode()).as(text(ready.body())).isEqualTo(200);
            });
    assertThat(status(client).path("partitions").path(0).has("fault")).isFalse();
  }

  private static JsonNode status(CompactorHttpClient client) {
    try {
      return Json.json().readTree(client.ask("/api/v1/snapshots").body()).path(0);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void awaitSnapshots(
      CompactorFixture fixture, String topic, int partition, CompactorService compactor) {
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(fixture.isSnapshotted(topic(topic), partition))
                    .as("%s-%d at %s", topic, partition, compactor.uri())
                    .isTrue());
  }

  private static SnapshotTopic topic(String source) {
    return new SnapshotTopic(source, Reducers.onClassPath().find(REDUCER, 1).id());
  }

  private static void publish(CompactorFixture fixture, String topic, int partition, int events) {
    var records = new ArrayList<ProducerRecord<byte[], byte[]>>();
    for (int i = 0; i < events; i++) {
      records.add(CompactorFixture.event(topic, partition, "u" + i % 7, "type-" + i % 3, "v" + i));
    }
    fixture.publish(records);
  }

  private static void trim(CompactorFixture fixture, String topic, long before) {
    CompactorFixture.done(
        fixture
            .admin()
            .deleteRecords(
                Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(before)))
            .all());
  }

  private static KafkaProducer<byte[], byte[]> transactional(RunningServers servers) {
    var settings = new HashMap<>(servers.client());
    settings.put("transactional.id", "stays-open");
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static S3Config bucket(RunningServers servers) {
    return new S3Config(servers.s3(), null, EmbeddedS3.BUCKET, "lost", true, null, null);
  }

  private static CompactorConfig config(RunningServers servers, String topic, S3Config store) {
    return config(servers, servers.newDirectory("state"), List.of(topic), store);
  }

  private static CompactorConfig config(
      RunningServers servers, Path state, List<String> topics, S3Config store) {
    var reducers = new HashMap<String, List<ReducerConfig>>();
    topics.forEach(t -> reducers.put(t, List.of(CompactorFixture.reducer(REDUCER, 10, AT_ONCE))));
    var config = CompactorFixture.config(servers.bootstrapServers(), state, "lost", reducers);
    return new CompactorConfig(
        config.name(),
        config.kafka(),
        config.http(),
        config.advertised(),
        config.registry(),
        config.stateDirectory(),
        config.standbys(),
        config.threads(),
        config.pluginDirectory(),
        config.applicationId(),
        store,
        config.commitInterval(),
        config.memory(),
        config.maxAge(),
        config.topics(),
        config.audit());
  }

  private static String text(byte[] body) {
    return CompactorFixture.text(body);
  }
}
