package io.reprise.archiver.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reprise.archiver.ArchiverFixture;
import io.reprise.archiver.OddRecords;
import io.reprise.archiver.observe.ArchiveStep;
import io.reprise.archiver.observe.ArchiveStepObserver;
import io.reprise.archiver.topic.ArchivingStoppedException;
import io.reprise.embedded.RunningServers;
import io.reprise.embedded.Servers;
import io.reprise.store.archive.PartitionId;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Trims of a topic that is recreated under its name while a trim is under way.
 *
 * <p>Shows guarantee 9 of docs/liveness.md.
 */
@ExtendWith(Servers.class)
class TrimIdentityIT {
  private static final int RECORDS = 400;

  @Test
  void doesNotTrimARecreatedTopicByTheProofOfTheOldArchive(RunningServers servers) {
    try (var fixture = new ArchiverFixture(servers, "namesake")) {
      // Given: an archived topic that is recreated after the trim was recorded
      var former = published(servers, fixture, "namesake");
      var recreation =
          new ArchiveStepObserver() {
            @Override
            public void before(ArchiveStep step) {
              if (step == ArchiveStep.DELETE_RECORDS) {
                recreate(servers, fixture, former);
              }
            }

            @Override
            public void after(ArchiveStep step) {}
          };
      var archivers = fixture.archivers("w", servers.newDirectory("spool"), recreation);

      // When, Then
      assertThatThrownBy(() -> workUntilItStops(archivers, former))
          .isInstanceOf(ArchivingStoppedException.class)
          .hasMessageContaining("topic 'namesake' was deleted and recreated (id ");
      assertThat(fixture.archive(former).trimIntent()).isPositive();
      assertThat(fixture.archive(former).trimDone()).isZero();
      assertThat(fixture.facts(fixture.id("namesake", 0)).logStart()).isZero();
    }
  }

  @Test
  void saysWhichRecordsARecreationDuringTheDeletionMayHaveCost(RunningServers servers) {
    try (var fixture = new ArchiverFixture(servers, "window")) {
      // Given: a topic that is recreated between the check of its id and the deletion
      var former = published(servers, fixture, "window");
      var admin = beforeDeletion(fixture.admin(), () -> recreate(servers, fixture, former));
      var archivers = fixture.archivers(admin, "w", servers.newDirectory("spool"));

      // When, Then
      assertThatThrownBy(() -> workUntilItStops(archivers, former))
          .isInstanceOf(ArchivingStoppedException.class)
          .hasMessageContaining("topic 'window' was deleted and recreated (id ")
          .hasMessageContaining("while records below offset ")
          .hasMessageContaining("may be missing from the new topic");
      assertThat(fixture.archive(former).trimDone()).isZero();
    }
  }

  private static PartitionId published(
      RunningServers servers, ArchiverFixture fixture, String topic) {
    var id = fixture.create(topic, 1, Map.of());
    publish(servers, topic);
    fixture.awaitStable(id);
    return id;
  }

  private static void workUntilItStops(PartitionArchivers archivers, PartitionId id) {
    try (var archiver = archivers.open(id, ArchiverFixture.eager(4))) {
      long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (System.nanoTime() < end) {
        WorkUnits.runOne(archiver);
      }
    }
  }

  private static void recreate(RunningServers servers, ArchiverFixture fixture, PartitionId id) {
    try {
      fixture.admin().deleteTopics(List.of(id.topic())).all().get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
    await().ignoreExceptions().until(() -> !fixture.create(id.topic(), 1, Map.of()).equals(id));
    publish(servers, id.topic());
    fixture.awaitStable(fixture.id(id.topic(), 0));
  }

  private static void publish(RunningServers servers, String topic) {
    try (var records = new OddRecords(31, servers.client(), topic, 1)) {
      records.publish(RECORDS);
    }
  }

  /** A real admin client that runs an action before its first DeleteRecords request. */
  private static Admin beforeDeletion(Admin admin, Runnable action) {
    var left = new java.util.concurrent.atomic.AtomicBoolean(true);
    return (Admin)
        Proxy.newProxyInstance(
            Admin.class.getClassLoader(),
            new Class<?>[] {Admin.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("deleteRecords") && left.getAndSet(false)) {
                action.run();
              }
              try {
                return method.invoke(admin, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
