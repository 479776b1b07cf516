package io.reprise.compactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reprise.compactor.fold.ParkedEvent;
import io.reprise.compactor.topic.UnfitTopicException;
import io.reprise.embedded.RunningServers;
import io.reprise.embedded.Servers;
import io.reprise.store.facts.TopicNotFoundException;
import io.reprise.store.fold.ReducerId;
import io.reprise.store.fold.Reducers;
import io.reprise.store.snapshot.SnapshotCodec;
import io.reprise.store.snapshot.SnapshotTopic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Folding when events must not be folded, can never be folded, or cannot be folded yet. */
@ExtendWith(Servers.class)
class FoldingUnderFaultsIT {
  private static final Duration AT_ONCE = Duration.ofMillis(100);
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Test
  void whatCannotCompactIsRefusedAtTheStart(RunningServers servers) throws Exception {
    try (var fixture = new CompactorFixture(servers)) {
      // Given
      fixture.create("refused", 2);
      CompactorService.start(config(servers, "refused", "latest")).close();
      fixture.admin().createPartitions(Map.of("refused", NewPartitions.increaseTo(3))).all().get();
      await().until(() -> fixture.facts("refused", 0) != null);

      // Then
      assertThatThrownBy(() -> CompactorService.start(config(servers, "refused", "latest")))
          .isInstanceOf(UnfitTopicException.class)
          .hasMessageStartingWith(
              "topic refused has 3 partitions, but refused.snapshots.latest.v1 was made when it had"
                  + " 2");
      assertThatThrownBy(() -> CompactorService.start(config(servers, "absent", "latest")))
          .isInstanceOf(TopicNotFoundException.class)
          .hasMessageStartingWith("topic 'absent' does not exist");
      assertThatThrownBy(() -> CompactorService.start(config(servers, "refused", "mrge")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("reducer 'mrge' does not exist: use one of count-by-type.v1");
    }
  }

  @Test
  void aFailingReducerParksAndNeverStops(RunningServers servers) {
    try (var fixture = new CompactorFixture(servers)) {
      // Given
      fixture.create("failing", 1);
      fixture.publish("failing", "u1", "x", "good");
      fixture.publish("failing", "u1", "x", "bad");
      fixture.publish("failing", "u2", "x", "bad");
      fixture.publish("failing", "u1", "x", "good");
      fixture.publish(
          List.of(new ProducerRecord<>("failing", 0, null, CompactorFixture.bytes("keyless"))));
      fixture.publish("failing", "u3", "x", "good");
      fixture.publish("failing", "u3", null, null);

      // When
      var topic = new SnapshotTopic("failing", new ReducerId("fault-injecting", 1));
      try (var compactor = CompactorService.start(config(servers, "failing", "fault-injecting"))) {
        await().atMost(LIMIT).until(() -> fixture.isSnapshotted(topic, 0));

        // Then
        var snapshots = fixture.snapshots(topic, 0).states();
        assertThat(CompactorFixture.text(snapshots.get("u1").state())).isEqualTo("goodgood");
        assertThat(snapshots.get("u1").provenance().parked()).isEqualTo(1);
        assertThat(snapshots.get("u2").state()).isNull();
        assertThat(snapshots.get("u3").state()).isNull();
        var parked = fixture.read(topic.parked(), 0);
        assertThat(parked).hasSize(3);
        assertThat(CompactorFixture.text(parked.get(0).value())).isEqualTo("bad");
        assertThat(header(parked.get(0).headers(), ParkedEvent.TOPIC)).isEqualTo("failing");
        assertThat(header(parked.get(0).headers(), ParkedEvent.PARTITION)).isEqualTo("0");
        assertThat(header(parked.get(0).headers(), ParkedEvent.OFFSET)).isEqualTo("1");
        assertThat(header(parked.get(0).headers(), ParkedEvent.CAUSE))
            .isEqualTo("java.lang.IllegalStateException: fault-injecting");
        assertThat(header(parked.get(0).headers(), "ce_type")).isEqualTo("x");
        assertThat(header(parked.get(2).headers(), ParkedEvent.CAUSE)).isEqualTo("it has no key");
        assertThat(compactor.uri()).isNotNull();
      }
    }
  }

  @Test
  void whatMayPassIsRetriedAndNeverParked(RunningServers servers) throws Exception {
    try (var fixture = new CompactorFixture(servers)) {
      // Given
      fixture.create("passing", 1);
      fixture.publish("passing", "u1", "x", "good");
      Files.createFile(FaultInjectingReducer.UNREACHABLE);
      var topic = new SnapshotTopic("passing", new ReducerId("fault-injecting", 1));
      try (var compactor = CompactorService.start(config(servers, "passing", "fault-injecting"))) {
        var client = new CompactorHttpClient(compactor.uri());

        // When
        await()
            .atMost(LIMIT)
            .until(
                () ->
                    new String(client.ask("/health/ready").body())
                        .contains("the oracle does not answer"));
        assertThat(client.ask("/health/live").statusCode()).isEqualTo(200);
        Files.delete(FaultInjectingReducer.UNREACHABLE);

        // Then
        await().atMost(LIMIT).until(() -> fixture.isSnapshotted(topic, 0));
        assertThat(CompactorFixture.text(fixture.snapshots(topic, 0).states().get("u1").state()))
            .isEqualTo("good");
        assertThat(fixture.read(topic.parked(), 0)).isEmpty();
        await().atMost(LIMIT).until(() -> client.ask("/health/ready").statusCode() == 200);
      } finally {
        Files.deleteIfExists(FaultInjectingReducer.UNREACHABLE);
      }
    }
  }

  @Test
  void eventsThatWereTrimmedBeforeTheyWereFoldedStopIt(RunningServers servers) {
    try (var fixture = new CompactorFixture(servers)) {
      // Given
      fixture.create("trimmed", 1);
      fixture.publish("trimmed", "u1", "x", "a");
      fixture.publish("trimmed", "u1", "x", "b");
      fixture.publish("trimmed", "u1", "x", "c");
      var topic = new SnapshotTopic("trimmed", Reducers.onClassPath().find("latest", 1).id());
      try (var compactor = CompactorService.start(config(servers, "trimmed", "latest"))) {
        assertThat(compactor.uri()).isNotNull();
        await().atMost(LIMIT).until(() -> fixture.isSnapshotted(topic, 0));
      }
      var before = fixture.read(topic.name(), 0).size();

      // When
      fixture.publish("trimmed", "u1", "x", "d");
      fixture.publish("trimmed", "u1", "x", "e");
      trim(fixture, "trimmed", 4);

      // Then
      try (var compactor = CompactorService.start(config(servers, "trimmed", "latest"))) {
        assertStopped(
            compactor,
            "topic trimmed partition 0 begins at offset 4, but reducer latest.v1 has folded it to"
                + " offset 3 only");
        assertThat(fixture.read(topic.name(), 0)).hasSize(before);
      }
    }
  }

  @Test
  void aTopicThatBeginsBehindItsFirstEventIsNotFoldedAtAll(RunningServers servers) {
    try (var fixture = new CompactorFixture(servers)) {
      // Given
      fixture.create("beheaded", 1);
      fixture.publish("beheaded", "u1", "x", "a");
      fixture.publish("beheaded", "u1", "x", "b");
      trim(fixture, "beheaded", 1);

      // Then
      try (var compactor = CompactorService.start(config(servers, "beheaded", "latest"))) {
        assertStopped(
            compactor,
            "topic beheaded partition 0 begins at offset 1, but reducer latest.v1 has folded it to"
                + " offset 0 only");
      }
    }
  }

  @Test
  void anAuditFindsWhatDiffersAndNothingElse(RunningServers servers) {
    try (var fixture = new CompactorFixture(servers)) {
      // Given
      fixture.create("audited", 2);
      for (int i = 0; i < 60; i++) {
        fixture.publish("audited", "u" + i % 20, "type-" + i % 3, i % 13 == 0 ? null : "v");
      }
      var topic =
          new SnapshotTopic("audited", Reducers.onClassPath().find("count-by-type", 1).id());
      try (var compactor = CompactorService.start(config(servers, "audited", "count-by-type"))) {
        await()
            .atMost(LIMIT)
            .until(() -> fixture.isSnapshotted(topic, 0) && fixture.isSnapshotted(topic, 1));
        var client = new CompactorHttpClient(compactor.uri());
        var order = "{\"topic\":\"audited\",\"reducer\":\"count-by-type\",\"sample\":50}";

        // When
        var clean = client.post("/api/v1/snapshots/audit", order);
        forge(fixture, topic);
        var forged = client.post("/api/v1/snapshots/audit", order);

        // Then
        var summary = clean.get(clean.size() - 1).get("summary");
        assertThat(summary.get("keys").asInt()).isEqualTo(20);
        assertThat(summary.get("differing").asInt()).isZero();
        assertThat(summary.get("skipped")).isEmpty();
        var findings = forged.stream().filter(line -> line.has("finding")).toList();
        assertThat(findings).hasSize(1);
        assertThat(findings.get(0).get("finding").get("key").asText()).isEqualTo("u7");
        assertThat(findings.get(0).get("finding").get("differences").toString())
            .contains("\"field\":\"state\"", "\"rebuilt\":\"absent\"");
      }
    }
  }

  /** Writes a forged deletion of a snapshot to the snapshot topic. */
  private static void forge(CompactorFixture fixture, SnapshotTopic topic) {
    for (int partition = 0; partition < 2; partition++) {
      for (var record : fixture.read(topic.name(), partition)) {
        if (!SnapshotCodec.isWatermark(record.key())
            && CompactorFixture.text(record.key()).equals("u7")) {
          fixture.publish(
              List.of(
                  new ProducerRecord<>(
                      topic.name(), partition, null, record.key(), null, record.headers())));
          return;
        }
      }
    }
    throw new AssertionError("u7 has no snapshot");
  }

  private static void assertStopped(CompactorService compactor, String sentence) {
    var client = new CompactorHttpClient(compactor.uri());
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              var ready = client.ask("/health/ready");
              assertThat(ready.statusCode()).isEqualTo(503);
              assertThat(new String(ready.body())).contains(sentence);
            });
  }

  private static void trim(CompactorFixture fixture, String topic, long before) {
    CompactorFixture.done(
        fixture
            .admin()
            .deleteRecords(
                Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(before)))
            .all());
  }

  private static CompactorConfig config(RunningServers servers, String topic, String reducer) {
    Path state = servers.newDirectory("state");
    return CompactorFixture.config(
        servers.bootstrapServers(),
        state,
        "adverse",
        Map.of(topic, List.of(CompactorFixture.reducer(reducer, 10, AT_ONCE))));
  }

  private static String header(Headers headers, String name) {
    return CompactorFixture.text(headers.lastHeader(name).value());
  }
}
