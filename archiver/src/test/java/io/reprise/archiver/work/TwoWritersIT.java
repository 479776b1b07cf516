package io.reprise.archiver.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.archiver.ArchiverFixture;
import io.reprise.archiver.Fingerprint;
import io.reprise.archiver.OddRecords;
import io.reprise.archiver.commit.FencedException;
import io.reprise.archiver.observe.ArchiveStepObserver;
import io.reprise.embedded.RunningServers;
import io.reprise.embedded.Servers;
import io.reprise.store.archive.PartitionId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two writers that both believe the partition theirs, for {@code reprise.fight.seconds}. */
@ExtendWith(Servers.class)
class TwoWritersIT {
  private static final Duration FIGHT =
      Duration.ofSeconds(Integer.getInteger("reprise.fight.seconds", 5));
  private static final int RECORDS_A_ROUND = 60;

  @Test
  void aFightForOnePartitionLeavesOneLog(RunningServers servers) {
    try (var ground = new ArchiverFixture(servers, "fight")) {
      // Given
      var id = ground.create("fight", 1, Map.of());
      var published = new ArrayList<Fingerprint>();
      long end = System.nanoTime() + FIGHT.toNanos();

      // When
      var writers =
          Stream.of("left", "right")
              .map(
                  name ->
                      CompletableFuture.supplyAsync(
                          () -> fight(ground, servers, name, id, end),
                          task -> new Thread(task, name).start()))
              .toList();
      publishUntil(end, servers, ground, id, published);
      int fenced = writers.stream().mapToInt(CompletableFuture::join).sum();
      finish(ground, servers, id);

      // Then
      assertThat(fenced).isPositive();
      assertThat(ground.archived(id)).isEqualTo(published);
      assertThat(ground.prove("fight")).isEmpty();
      assertThat(ground.archive(id).epoch()).isGreaterThan(2);
    }
  }

  /** A live group's position keeps in Kafka what has not been noted down yet. */
  private static void publishUntil(
      long end,
      RunningServers servers,
      ArchiverFixture ground,
      PartitionId id,
      List<Fingerprint> published) {
    try (var records = new OddRecords(11, servers.client(), id.topic(), 1)) {
      var position = new Position(ground, id);
      while (System.nanoTime() < end) {
        records.publish(RECORDS_A_ROUND);
        ground.awaitStable(id);
        published.addAll(ground.hot(id, position.offset));
        position.moveTo(ground.facts(id).committedEnd());
      }
    }
  }

  /** A live group's committed offset, moved by hand. */
  private static final class Position {
    private final ArchiverFixture ground;
    private final PartitionId id;
    private long offset;

    Position(ArchiverFixture ground, PartitionId id) {
      this.ground = ground;
      this.id = id;
      moveTo(0);
    }

    void moveTo(long next) {
      offset = next;
      ground.commit("reader-of-" + id.topic(), id, next);
    }
  }

  /** Claims, is fenced, claims again; returns how often it was fenced. */
  private static int fight(
      ArchiverFixture ground, RunningServers servers, String name, PartitionId id, long end) {
    var random = new Random(name.hashCode());
    var archivers = ground.archivers(name, servers.newDirectory(name), ArchiveStepObserver.NONE);
    int fenced = 0;
    while (System.nanoTime() < end) {
      try (var archiver = archivers.open(id, ArchiverFixture.eager(4))) {
        while (System.nanoTime() < end) {
          archiver.work();
        }
      } catch (FencedException e) {
        fenced++;
        LockSupport.parkNanos(Duration.ofMillis(random.nextInt(400)).toNanos());
      }
    }
    return fenced;
  }

  private static void finish(ArchiverFixture ground, RunningServers servers, PartitionId id) {
    var archivers =
        ground.archivers("last", servers.newDirectory("last"), ArchiveStepObserver.NONE);
    try (var archiver = archivers.open(id, ArchiverFixture.eager(64))) {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                archiver.work();
                return ground.isMoved(id);
              });
    }
  }
}
