package io.reprise.archiver;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.embedded.RunningServers;
import io.reprise.embedded.Servers;
import io.reprise.store.archive.PartitionId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The archive returns every kind of record unchanged. The system property {@code
 * reprise.fidelity.records} sets the number of records; a million take minutes.
 */
@ExtendWith(Servers.class)
class FidelityIT {
  private static final int RECORDS = Integer.getInteger("reprise.fidelity.records", 5_000);
  private static final int PARTITIONS = 2;
  private static final Map<String, Map<String, String>> TOPICS =
      Map.of(
          "odd-plain", Map.of(),
          "odd-compacted", Map.of("cleanup.policy", "compact,delete"),
          "odd-appended", Map.of("message.timestamp.type", "LogAppendTime"));

  @Test
  void everyRecordIsArchivedAsItWasAndLeavesKafka(RunningServers servers) {
    try (var fixture = new ArchiverFixture(servers, "fidelity")) {
      // Given
      var before = new HashMap<PartitionId, List<Fingerprint>>();
      TOPICS.forEach(
          (topic, settings) -> {
            fixture.create(topic, PARTITIONS, settings);
            try (var records = records(servers, topic)) {
              records.publish(RECORDS / TOPICS.size());
            }
            IntStream.range(0, PARTITIONS)
                .mapToObj(p -> fixture.id(topic, p))
                .forEach(id -> before.put(id, fixture.hot(id, 0)));
          });

      // When
      var archived =
          TOPICS.keySet().stream().collect(toMap(t -> t, t -> ArchiverFixture.eager(64)));
      try (var archiver = fixture.engine(servers, archived, "fidelity")) {
        await()
            .atMost(Duration.ofSeconds(60 + RECORDS / 1_000))
            .until(() -> before.keySet().stream().allMatch(fixture::isMoved));
        assertThat(archiver.topics().refused()).isEmpty();
      }

      // Then
      before.forEach(
          (id, records) -> {
            assertThat(records).isNotEmpty();
            assertThat(fixture.archived(id)).as(id.toString()).isEqualTo(records);
          });
      assertThat(
              before.keySet().stream().mapToLong(id -> fixture.archive(id).segments().size()).sum())
          .as("segments of all partitions")
          .isGreaterThanOrEqualTo(before.size());
      TOPICS.keySet().forEach(topic -> assertThat(fixture.prove(topic)).isEmpty());
    }
  }

  private static OddRecords records(RunningServers servers, String topic) {
    return topic.equals("odd-compacted")
        ? OddRecords.keyed(3, servers.client(), topic, PARTITIONS)
        : new OddRecords(5, servers.client(), topic, PARTITIONS);
  }
}
