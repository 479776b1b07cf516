package io.reprise.compactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.embedded.RunningServers;
import io.reprise.embedded.Servers;
import io.reprise.store.OffsetRange;
import io.reprise.store.fold.KeyFold;
import io.reprise.store.fold.KeyState;
import io.reprise.store.fold.Reducers;
import io.reprise.store.snapshot.SnapshotTopic;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Compares snapshot plus tail with the full log while compactors are killed and producers write.
 */
@ExtendWith(Servers.class)
class ConsistencyIT {
  private static final String TOPIC = "consistency";
  private static final int PARTITIONS = 2;
  private static final int CUTS = 20;
  private static final long[] LIVES_MILLIS = {700, 1_100};

  private final Random random = new Random(4);

  @Test
  void snapshotsPlusTailAreTheFullFoldAtEveryCutPoint(RunningServers servers) throws Exception {
    try (var fixture = new CompactorFixture(servers)) {
      // Given
      fixture.create(TOPIC, PARTITIONS);
      var state = servers.newDirectory("state");
      var writing = new AtomicBoolean(true);
      var writer = new Thread(() -> write(servers, writing));
      writer.start();

      // When
      for (long life : LIVES_MILLIS) {
        assertThat(exitOf(servers, state, life)).isEqualTo(HaltingCompactor.HALTED);
        assertConsistent(fixture);
      }
      writing.set(false);
      writer.join();

      // Then
      var topic = topic();
      var config =
          CompactorFixture.config(
              servers.bootstrapServers(),
              state,
              TOPIC,
              Map.of(
                  TOPIC,
                  List.of(CompactorFixture.reducer("count-by-type", 150, Duration.ofMillis(200)))));
      try (var compactor = CompactorService.start(config)) {
        assertThat(compactor.uri()).isNotNull();
        await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> fixture.isSnapshotted(topic, 0) && fixture.isSnapshotted(topic, 1));
      }
      assertThat(assertConsistent(fixture)).isEqualTo(PARTITIONS);
      assertThat(fixture.read(topic.parked(), 0)).isNotEmpty();
    }
  }

  private static SnapshotTopic topic() {
    return new SnapshotTopic(TOPIC, Reducers.onClassPath().find("count-by-type", 1).id());
  }

  /** Compares at random ends that the snapshots allow; returns the number of partitions. */
  private int assertConsistent(CompactorFixture fixture) {
    int checked = 0;
    for (int partition = 0; partition < PARTITIONS; partition++) {
      var snapshots = fixture.snapshots(topic(), partition);
      var events = fixture.read(TOPIC, partition);
      if (snapshots.watermark() == null) {
        continue;
      }
      checked++;
      long end = events.get(events.size() - 1).offset() + 1;
      assertThat(snapshots.emittedTo()).isLessThanOrEqualTo(end);
      var fold = new KeyFold(Reducers.onClassPath().find("count-by-type", 1).create(id -> null));
      for (int i = 0; i < CUTS; i++) {
        long cut = snapshots.emittedTo() + random.nextInt((int) (end - snapshots.emittedTo()) + 1);
        var rebuilt = new HashMap<>(snapshots.states());
        CompactorFixture.fold(
            rebuilt, fold, events, new OffsetRange(snapshots.watermark().processedTo(), cut));
        var full = new HashMap<String, KeyState>();
        CompactorFixture.fold(full, fold, events, new OffsetRange(0, cut));
        assertThat(words(rebuilt)).isEqualTo(words(full));
      }
    }
    return checked;
  }

  /** Removes keys without a state: their deletions may have been compacted away. */
  private static Map<String, String> words(Map<String, KeyState> states) {
    var words = new HashMap<String, String>();
    states.forEach(
        (key, kept) -> {
          if (kept.state() != null) {
            words.put(key, Arrays.toString(kept.state()) + kept.provenance());
          }
        });
    return words;
  }

  /** Publishes in transactions, some aborted, with tombstones and events that cannot be folded. */
  private static void write(RunningServers servers, AtomicBoolean writing) {
    var random = new Random(7);
    var settings = new HashMap<>(servers.client());
    settings.put("transactional.id", TOPIC);
    try (var producer =
        new KafkaProducer<byte[], byte[]>(
            settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      while (writing.get()) {
        producer.beginTransaction();
        for (int i = 0; i < 40; i++) {
          var type = random.nextInt(40) == 0 ? null : "type-" + random.nextInt(3);
          var value = random.nextInt(20) == 0 ? null : "v" + random.nextInt();
          var key = random.nextInt(100) == 0 ? null : "u" + random.nextInt(150);
          producer.send(
              CompactorFixture.event(TOPIC, random.nextInt(PARTITIONS), key, type, value));
        }
        if (random.nextInt(10) == 0) {
          producer.abortTransaction();
        } else {
          producer.commitTransaction();
        }
        java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
      }
    }
  }

  private static int exitOf(RunningServers servers, Path state, long lifeMillis) throws Exception {
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            HaltingCompactor.class.getName(),
            servers.bootstrapServers(),
            state.toString(),
            TOPIC,
            TOPIC,
            String.valueOf(lifeMillis));
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(new File("target/halting-compactor.log"))
            .start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    return process.waitFor();
  }
}
