package io.reprise.archiver.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reprise.archiver.ArchiverFixture;
import io.reprise.archiver.OddRecords;
import io.reprise.archiver.observe.ArchiveStepObserver;
import io.reprise.archiver.topic.ArchivingStoppedException;
import io.reprise.archiver.work.ArchivingState.Phase;
import io.reprise.embedded.RunningServers;
import io.reprise.embedded.Servers;
import io.reprise.store.archive.PartitionId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Archiving while Kafka or the store fails, or the topic changes. */
@ExtendWith(Servers.class)
class ArchivingUnderFaultsIT {

  @Test
  void stopsAtAGapAndNamesIt(RunningServers servers) throws Exception {
    try (var fixture = new ArchiverFixture(servers, "gap")) {
      // Given
      var id = fixture.create("gap", 1, Map.of());
      publish(servers, "gap", 300);
      fixture.move(servers, ArchiverFixture.eager(64), "gap");
      long archived = fixture.archive(id).covered().to();

      // When: retention outruns the archiver
      publish(servers, "gap", 300);
      long lost = archived + 50;
      fixture
          .admin()
          .deleteRecords(Map.of(new TopicPartition("gap", 0), RecordsToDelete.beforeOffset(lost)))
          .all()
          .get();

      // Then
      assertThatThrownBy(() -> workOnce(servers, fixture, id))
          .isInstanceOf(ArchivingStoppedException.class)
          .hasMessage(
              "gap-0: offsets [%d, %d) are in neither tier: retention deleted them before they were archived; to go on without them start a new archive under another prefix"
                  .formatted(archived, lost));
      assertThat(fixture.archive(id).covered().to()).isEqualTo(archived);
    }
  }

  @Test
  void doesNotTakeATopicForItsNamesake(RunningServers servers) throws Exception {
    try (var fixture = new ArchiverFixture(servers, "reborn")) {
      // Given
      var former = fixture.create("reborn", 1, Map.of());
      publish(servers, "reborn", 100);
      var archivers =
          fixture.archivers("w", servers.newDirectory("spool"), ArchiveStepObserver.NONE);
      try (var archiver = archivers.open(former, ArchiverFixture.eager(1_024))) {
        archiver.work();

        // When
        fixture.admin().deleteTopics(java.util.List.of("reborn")).all().get();
        await()
            .ignoreExceptions()
            .until(() -> !fixture.create("reborn", 1, Map.of()).equals(former));
        publish(servers, "reborn", 100);

        // Then
        assertThatThrownBy(
                () -> {
                  while (true) {
                    try {
                      WorkUnits.runOne(archiver);
                    } catch (io.reprise.store.OffsetNotInLogException
                        | org.apache.kafka.common.KafkaException e) {
                      archiver.restart();
                    }
                  }
                })
            .isInstanceOf(ArchivingStoppedException.class)
            .hasMessageContaining("topic 'reborn' was deleted and recreated (id ")
            .hasMessageContaining("restart the archiver to archive the new one");
        assertThat(fixture.archive(former).segments()).isEmpty();
      }
    }
  }

  @Test
  void goesOnAfterFaultsOfTheStoreUnderTheSameClaim(RunningServers servers) {
    try (var fixture = new ArchiverFixture(servers, "faulty")) {
      // Given
      var id = fixture.create("faulty", 1, Map.of());
      publish(servers, "faulty", 1_500);
      var before = fixture.hot(id, 0);
      var archivers =
          fixture.archivers(
              new FaultyStore(fixture.store(), 4, 12),
              "w",
              new SpoolSpace(servers.newDirectory("spool"), 256L << 20),
              ArchiveStepObserver.NONE);
      var threads = Executors.newScheduledThreadPool(1);
      var owned =
          new OwnedPartition(
              archivers, new TopicPartition("faulty", 0), ArchiverFixture.eager(48), threads);

      // When
      owned.start();
      await().atMost(Duration.ofSeconds(60)).until(() -> fixture.isMoved(id));
      owned.close();
      threads.shutdown();

      // Then
      assertThat(fixture.archived(id)).isEqualTo(before);
      assertThat(fixture.prove("faulty")).isEmpty();
    }
  }

  @Test
  void stopsForGoodAtWhatTimeDoesNotHeal(RunningServers servers) {
    try (var fixture = new ArchiverFixture(servers, "unhealed")) {
      // Given
      var threads = Executors.newScheduledThreadPool(1);
      var archivers =
          fixture.archivers("w", servers.newDirectory("spool"), ArchiveStepObserver.NONE);
      var owned =
          new OwnedPartition(
              archivers,
              new TopicPartition("no-such-topic", 0),
              ArchiverFixture.eager(48),
              threads);

      // When
      owned.start();

      // Then
      await().until(() -> owned.state().phase() == Phase.STOPPED);
      assertThat(owned.state().detail())
          .isEqualTo(
              "topic 'no-such-topic' does not exist on this cluster: check the name, or create it"
                  + " with `reprise topics create no-such-topic --partitions N`");
      threads.shutdown();
    }
  }

  private static void workOnce(RunningServers servers, ArchiverFixture fixture, PartitionId id) {
    var archivers = fixture.archivers("w", servers.newDirectory("spool"), ArchiveStepObserver.NONE);
    try (var archiver = archivers.open(id, ArchiverFixture.eager(64))) {
      archiver.work();
    }
  }

  private static void publish(RunningServers servers, String topic, int records) {
    publish(servers, topic, 1, records);
  }

  private static void publish(RunningServers servers, String topic, int partitions, int count) {
    try (var records = new OddRecords(17, servers.client(), topic, partitions)) {
      records.publish(count);
    }
  }
}
