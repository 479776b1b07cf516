package io.reprise.compactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.embedded.RunningServers;
import io.reprise.embedded.Servers;
import io.reprise.store.fold.Reducers;
import io.reprise.store.snapshot.SnapshotTopic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Compares the progress that a compactor reports with what readers of its snapshots see. */
@ExtendWith(Servers.class)
class CommittedProgressIT {
  private static final String TOPIC = "committed-progress";
  private static final String REDUCER = "count-by-type";
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int ROUNDS = 3;

  @Test
  void theSnapshotsOfAReportedWatermarkCanBeRead(RunningServers servers) {
    try (var fixture = new CompactorFixture(servers)) {
      fixture.create(TOPIC, 1);
      var topic = new SnapshotTopic(TOPIC, Reducers.onClassPath().find(REDUCER, 1).id());
      try (var compactor =
          CompactorService.start(rarelyCommitting(servers, servers.newDirectory("state")))) {
        var client = new CompactorHttpClient(compactor.uri());
        for (int round = 1; round <= ROUNDS; round++) {
          long end = publish(fixture, round);

          await().atMost(LIMIT).until(() -> reported(client) >= end);

          var read = fixture.snapshots(topic, 0).watermark();
          assertThat(read).as("watermark that can be read in round %d", round).isNotNull();
          assertThat(read.processedTo()).isGreaterThanOrEqualTo(end);
        }
      }
    }
  }

  /** Publishes events and returns the end of their partition. */
  private static long publish(CompactorFixture fixture, int round) {
    ProducerRecord<byte[], byte[]> event =
        CompactorFixture.event(TOPIC, 0, "u" + round, "login", "{}");
    fixture.publish(List.of(event, event));
    return fixture.facts(TOPIC, 0).committedEnd();
  }

  private static long reported(CompactorHttpClient client) {
    return client.json("/api/v1/snapshots").at("/0/partitions/0/watermark/processedTo").asLong(-1);
  }

  /** Emits snapshots at once, but commits them every 3 s. */
  private static CompactorConfig rarelyCommitting(RunningServers servers, Path state) {
    var reducer = CompactorFixture.reducer(REDUCER, 1, Duration.ofMillis(50));
    var config =
        CompactorFixture.config(
            servers.bootstrapServers(), state, TOPIC, Map.of(TOPIC, List.of(reducer)));
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
        config.store(),
        Duration.ofSeconds(3),
        config.memory(),
        config.maxAge(),
        config.topics(),
        config.audit());
  }
}
