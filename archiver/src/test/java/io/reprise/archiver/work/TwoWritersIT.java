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

/** Two writers that claim the same partition over and over, for {@code reprise.fight.seconds}. */
@ExtendWith(Servers.class)
class TwoWritersIT {
  private static final Duration FIGHT =
      Duration.ofSeconds(Integer.getInteger("reprise.fight.seconds", 5));
  private static final int RECORDS_A_ROUND = 60;

  @Test
  void aFightForOnePartitionLeavesOneLog(RunningServers servers) {
    try (var fixture = new ArchiverFixture(servers, "fight")) {
      // Given
      var id = fixture.create("fight", 1, Map.of());
      var published = new ArrayList<Fingerprint>();
      long end = System.nanoTime() + FIGHT.toNanos();

      // When
      var writers =
          Stream.of("left", "right")
              .map(
                  name ->
                      CompletableFuture.supplyAsync(
                          () -> fight(fixture, servers, name, id, end),
                          task -> new Thread(task, name).start()))
              .toList();
      publishUntil(end, servers, fixture, id, published);
      int fenced = writers.stream().mapToInt(CompletableFuture::join).sum();
      finish(fixture, servers, id);

      // Then
      assertThat(fenced).isPositive();
      assertThat(fixture.archived(id)).isEqualTo(published);
      assertThat(fixture.prove("fight")).isEmpty();
      assertThat(fixture.archive(id).epoch()).isGreaterThan(2);
    }
  }

  /**
   * Publishes records; the committed offset of a live group keeps them until the test has read
   * them.
   */
  private static void publishUntil(
      long end,
      RunningServers servers,
      ArchiverFixture fixture,
      PartitionId id,
      List<Fingerprint> published) {
    try (var records = new OddRecords(11, servers.client(), id.topic(), 1)) {
      var position = new Position(fixture, id);
      while (System.nanoTime() < end) {
        records.publish(RECORDS_A_ROUND);
        fixture.awaitStable(id);
        published.addAll(fixture.hot(id, position.offset));
        position.moveTo(fixture.facts(id).committedEnd());
      }
    }
  }

  /** The committed offset of a live group, moved by the test. */
  private static final class Position {
    private final ArchiverFixture fixture;
    private final PartitionId id;
    private long offset;

    Position(ArchiverFixture fixture, PartitionId id) {
      this.fixture = fixture;
      this.id = id;
      moveTo(0);
    }

    void moveTo(long next) {
      offset = next;
      fixture.commit("reader-of-" + id.topic(), id, next);
    }
  }

  /** Claims the partition again after every fencing; returns how often it was fenced. */
  private static int fight(
      ArchiverFixture fixture, RunningServers servers, String name, PartitionId id, long end) {
    var random = new Random(name.hashCode());
    var archivers = fixture.archivers(name, servers.newDirectory(name), ArchiveStepObserver.NONE);
    int fenced = 0;
    while (System.nanoTime() < end) {
      try (var archiver = archivers.open(id, ArchiverFixture.eager(4))) {
        while (System.nanoTime() < end) {
          WorkUnits.runOne(archiver);
        }
      } catch (FencedException e) {
        fenced++;
        LockSupport.parkNanos(Duration.ofMillis(random.nextInt(400)).toNanos());
      }
    }
    return fenced;
  }

  private static void finish(ArchiverFixture fixture, RunningServers servers, PartitionId id) {
    var archivers =
        fixture.archivers("last", servers.newDirectory("last"), ArchiveStepObserver.NONE);
    try (var archiver = archivers.open(id, ArchiverFixture.eager(64))) {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                archiver.work();
                return fixture.isMoved(id);
              });
    }
  }
}
