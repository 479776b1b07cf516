package io.reprise.archiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.archiver.topic.ArchiveMode;
import io.reprise.archiver.topic.TopicConfig;
import io.reprise.embedded.RunningServers;
import io.reprise.embedded.Servers;
import io.reprise.runtime.json.ByteSize;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Archivers without HTTP: mode COPY, and two instances that share partitions. */
@ExtendWith(Servers.class)
class ArchiverInstancesIT {
  @Test
  void copiesWhatCannotBeMovedAndLeavesItWhereItIs(RunningServers servers) {
    try (var fixture = new ArchiverFixture(servers, "copies")) {
      // Given
      var copy =
          new TopicConfig(
              ArchiveMode.COPY, null, null, ByteSize.ofKiB(32), Duration.ofMillis(300), null, null);
      fixture.create("copied", 1, Map.of("cleanup.policy", "compact"));
      try (var records = OddRecords.keyed(23, servers.client(), "copied", 1)) {
        records.publish(200);
      }
      var id = fixture.id("copied", 0);
      var before = fixture.hot(id, 0);

      // When
      try (var engine = fixture.engine(servers, Map.of("copied", copy), "copier")) {
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> fixture.archive(id).covered().to() == fixture.facts(id).committedEnd());
        assertThat(engine.topics().refused()).isEmpty();
      }

      // Then
      assertThat(fixture.archived(id)).isEqualTo(before);
      assertThat(fixture.facts(id).logStart()).isZero();
    }
  }

  @Test
  void instancesShareThePartitionsAndTakeOverFromEachOther(RunningServers servers) {
    try (var fixture = new ArchiverFixture(servers, "sharers")) {
      // Given
      fixture.create("shared", 4, Map.of());
      var archived = Map.of("shared", ArchiverFixture.eager(32));
      try (var one = fixture.engine(servers, archived, "sharers")) {
        await().atMost(Duration.ofSeconds(30)).until(() -> one.states().size() == 4);

        // When
        try (var other = fixture.engine(servers, archived, "sharers")) {
          await()
              .atMost(Duration.ofSeconds(30))
              .until(() -> one.states().size() == 2 && other.states().size() == 2);
          ArchiverFixture.publish(servers, "shared", 4, 200);
          fixture.awaitMoved("shared");
        }

        // Then
        await().atMost(Duration.ofSeconds(30)).until(() -> one.states().size() == 4);
        ArchiverFixture.publish(servers, "shared", 4, 200);
        fixture.awaitMoved("shared");
      }
      assertThat(fixture.prove("shared")).isEmpty();
    }
  }
}
