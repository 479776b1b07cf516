package io.reprise.rehydrate.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.embedded.RunningServers;
import io.reprise.embedded.Servers;
import io.reprise.rehydrate.ChainReducer;
import io.reprise.rehydrate.ModelReader;
import io.reprise.rehydrate.ReadModels;
import io.reprise.rehydrate.RecordedLog;
import io.reprise.rehydrate.Rehydrator;
import io.reprise.rehydrate.SeededTopic;
import io.reprise.rehydrate.States;
import io.reprise.rehydrate.postgres.HaltingRehydrator.Point;
import io.reprise.rehydrate.postgres.session.PostgresConfig;
import io.reprise.rehydrate.postgres.session.TransactionKind;
import io.reprise.rehydrate.project.BytesProjection;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run is killed at twenty points and resumed by another run each time. The table equals the fold,
 * and a reader of the view always sees the whole previous version or the whole new one.
 */
@ExtendWith(Servers.class)
class KilledRunIT {
  // The common pool has one thread on two cores, but these two must run at the same time.
  private static final Executor THREADS = task -> new Thread(task, "killed-run").start();

  private static final Point NEVER = new Point("ROW", TransactionKind.LOAD, 0);

  @Test
  void endsTheSameWhereverItIsKilled(RunningServers servers, @TempDir Path directory)
      throws IOException {
    try (var topic = SeededTopic.create("killed", servers)) {
      topic.publish(1, 4_000, 300);
      var recorded = directory.resolve("log");
      RecordedLog.write(topic, recorded);
      var random = new Random(7);
      var chains = List.of(chain(random, "AFTER"), chain(random, "BEFORE"));
      assertThat(chains.stream().mapToInt(List::size).sum()).isEqualTo(20);

      // Two sequences of kills run at the same time, each on its own model.
      var runs = new ArrayList<CompletableFuture<Void>>();
      for (int i = 0; i < chains.size(); i++) {
        var points = chains.get(i);
        var model = "killed" + i;
        runs.add(
            CompletableFuture.runAsync(
                () -> kill(servers, recorded, topic, model, points), THREADS));
      }
      runs.forEach(CompletableFuture::join);
    }
  }

  /**
   * Ten points in the order of a run; a seed chooses the places within load and tail. The first
   * point in the load is before any partition is loaded, so that rows remain for the later points.
   */
  private static List<Point> chain(Random random, String side) {
    var last = side.equals("AFTER") ? TransactionKind.SWAP : TransactionKind.PRUNE;
    return List.of(
        new Point(side, TransactionKind.PREPARE, 1),
        new Point("ROW", TransactionKind.LOAD, 1 + random.nextInt(60)),
        new Point(side, TransactionKind.LOAD, 1),
        new Point("ROW", TransactionKind.LOAD, 1 + random.nextInt(100)),
        new Point(side, TransactionKind.INDEX, 1),
        new Point(side, TransactionKind.TAIL, 1 + random.nextInt(3)),
        new Point("BEFORE", TransactionKind.TAIL, 1 + random.nextInt(2)),
        new Point(side, TransactionKind.TAIL, 1),
        new Point("BEFORE", TransactionKind.SWAP, 1),
        new Point(side, last, 1));
  }

  private static void kill(
      RunningServers servers, Path recorded, SeededTopic topic, String model, List<Point> points) {
    var config = ReadModels.named(servers, model);
    var stop = new AtomicBoolean();
    try (var reader = new ModelReader(config)) {
      // Given
      seeFormerVersion(topic, config);
      var former = reader.fingerprint();
      var seen = CompletableFuture.supplyAsync(() -> poll(config, stop), THREADS);

      // When
      for (var point : points) {
        assertThat(exitOf(servers, recorded, model, point))
            .as("killed %s of %s", point, model)
            .isEqualTo(HaltingRehydrator.HALTED);
      }
      assertThat(exitOf(servers, recorded, model, NEVER)).isZero();

      // Then
      stop.set(true);
      States.assertEqual(reader.rows(2), topic.fold(new ChainReducer(), topic.latest()));
      var now = reader.fingerprint();
      assertThat(now).isNotEqualTo(former);
      assertThat(seen.join()).contains(former).isSubsetOf(former, now);
      assertThat(
              reader.texts(
                  "SELECT version || stage FROM reprise_rehydration WHERE model = '%s' ORDER BY version"
                      .formatted(model)))
          .containsExactly("1RETIRED", "2VISIBLE");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } finally {
      stop.set(true);
    }
  }

  private static void seeFormerVersion(SeededTopic topic, PostgresConfig config) {
    var ends = topic.latest();
    ends.replaceAll((partition, end) -> end * 2 / 3);
    Rehydrator.from(topic.log(), topic.facts())
        .upTo(ends)
        .fullLog()
        .folding(
            new ChainReducer(),
            id -> {
              throw new AssertionError("no schemas here");
            })
        .into(new PostgresTarget(config, new BytesProjection()))
        .run();
  }

  private static Set<String> poll(PostgresConfig config, AtomicBoolean stop) {
    var seen = new HashSet<String>();
    try (var reader = new ModelReader(config)) {
      while (!stop.get()) {
        seen.add(reader.fingerprint());
        TimeUnit.MILLISECONDS.sleep(5);
      }
      seen.add(reader.fingerprint());
      return seen;
    } catch (SQLException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int exitOf(RunningServers servers, Path recorded, String model, Point point) {
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-cp",
            System.getProperty("java.class.path"),
            HaltingRehydrator.class.getName(),
            recorded.toString(),
            servers.jdbcUrl(),
            model,
            point.toString());
    try {
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(
                  ProcessBuilder.Redirect.appendTo(new File("target/" + model + ".log")))
              .start();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      return process.waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
