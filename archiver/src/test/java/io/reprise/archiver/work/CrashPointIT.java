package io.reprise.archiver.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.archiver.ArchiverFixture;
import io.reprise.archiver.Fingerprint;
import io.reprise.archiver.OddRecords;
import io.reprise.archiver.observe.ArchiveStep;
import io.reprise.archiver.observe.ArchiveStepObserver;
import io.reprise.archiver.operate.GarbageCollector;
import io.reprise.archiver.work.HaltingArchiver.Side;
import io.reprise.embedded.RunningServers;
import io.reprise.embedded.Servers;
import io.reprise.store.archive.PartitionId;
import java.io.File;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * An archiver is killed before and after each of its steps, and another one continues. No record is
 * lost or duplicated, and the garbage of the killed archivers is collected.
 */
@ExtendWith(Servers.class)
class CrashPointIT {
  private static final int RECORDS_EACH = 150;
  private static final int OBJECTS_OF_A_SEGMENT = 2;

  @Test
  void losesNothingWhereverItIsKilled(RunningServers servers) {
    // Two series at the same time: one is killed before each step, the other one after.
    var chains =
        List.of(Side.values()).stream()
            .map(
                side ->
                    CompletableFuture.runAsync(
                        () -> killAtEveryStep(servers, side),
                        task -> new Thread(task, side.name()).start()))
            .toList();
    chains.forEach(CompletableFuture::join);
  }

  private static void killAtEveryStep(RunningServers servers, Side side) {
    var topic = "crash-" + side.name().toLowerCase(java.util.Locale.ROOT);
    try (var fixture = new ArchiverFixture(servers, topic);
        var records = new OddRecords(7, servers.client(), create(fixture, topic), 1)) {
      // Given
      var id = fixture.id(topic, 0);
      var published = new ArrayList<Fingerprint>();
      long from = 0;

      // When
      for (var step : ArchiveStep.values()) {
        records.publish(RECORDS_EACH);
        fixture.awaitStable(id);
        published.addAll(fixture.hot(id, from));
        from = fixture.facts(id).committedEnd();
        assertThat(exitOf(servers, topic, step, side))
            .as("killed %s %s", side, step)
            .isEqualTo(HaltingArchiver.HALTED);
      }
      finish(fixture, servers.newDirectory("spool"), id);

      // Then
      assertThat(fixture.archived(id)).isEqualTo(published);
      assertThat(fixture.prove(topic)).isEmpty();
      assertOrphansAreCollected(fixture, topic);
      assertThat(fixture.archived(id)).isEqualTo(published);
    }
  }

  private static String create(ArchiverFixture fixture, String topic) {
    fixture.create(topic, 1, Map.of());
    return topic;
  }

  private static int exitOf(RunningServers servers, String topic, ArchiveStep step, Side side) {
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-Daws.accessKeyId=" + System.getProperty("aws.accessKeyId"),
            "-Daws.secretAccessKey=" + System.getProperty("aws.secretAccessKey"),
            "-cp",
            System.getProperty("java.class.path"),
            HaltingArchiver.class.getName(),
            servers.bootstrapServers(),
            servers.s3().toString(),
            topic,
            topic,
            servers.newDirectory("spool").toString(),
            step.name(),
            side.name());
    try {
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(new File("target/" + topic + ".log"))
              .start();
      if (!process.waitFor(90, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      return process.waitFor();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void finish(ArchiverFixture fixture, Path spool, PartitionId id) {
    try (var archiver =
        fixture
            .archivers("survivor", spool, ArchiveStepObserver.NONE)
            .open(id, ArchiverFixture.eager(16))) {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                archiver.work();
                return fixture.isMoved(id);
              });
    }
  }

  private static void assertOrphansAreCollected(ArchiverFixture fixture, String topic) {
    var collector = new GarbageCollector(fixture.archives(), Clock.systemUTC(), Duration.ZERO);
    var orphans = new ArrayList<GarbageCollector.Orphan>();
    collector.remove(Set.of(topic), orphans::add);
    assertThat(orphans)
        .hasSizeLessThanOrEqualTo(ArchiveStep.values().length * OBJECTS_OF_A_SEGMENT);
    assertThat(collector.list(Set.of(topic), orphan -> {}).orphans()).isZero();
    assertThat(fixture.prove(topic)).isEmpty();
  }
}
