package io.reprise.ingest.service;

import static io.reprise.ingest.service.IngestFixture.BATCH;
import static io.reprise.ingest.service.IngestFixture.batch;
import static io.reprise.ingest.service.IngestFixture.event;
import static io.reprise.ingest.service.IngestFixture.json;
import static io.reprise.ingest.service.IngestFixture.post;
import static io.reprise.ingest.service.IngestFixture.stored;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrashIT {
  private static final int PARTITIONS = 3;
  private static final int BATCH_SIZE = 20;

  private static Backend backend;

  @BeforeAll
  static void start() {
    backend = Backend.start();
  }

  @AfterAll
  static void stop() {
    backend.close();
  }

  private static String events(int batch) {
    var events = new String[BATCH_SIZE];
    for (int i = 0; i < BATCH_SIZE; i++) {
      events[i] = event(batch + "-" + i, "user-" + i % 7);
    }
    return batch(events);
  }

  /** Sends a batch and notes where its events were said to be. */
  private static void send(URI service, String topic, int batch, Map<String, String> positions) {
    var answer = post(service, topic, BATCH, events(batch));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    var results = json(answer);
    for (int i = 0; i < BATCH_SIZE; i++) {
      var position = results.path(i).path("partition") + "@" + results.path(i).path("offset");
      var before = positions.put(batch + "-" + i, position);
      assertThat(position).isEqualTo(before == null ? position : before);
    }
  }

  private static IngestService restart(String name) {
    return IngestService.start(backend.config(name, null));
  }

  @Test
  void everythingIsKnownAfterAKillThatLeftTheIndexEmpty() {
    backend.create("unindexed", PARTITIONS);
    var positions = new HashMap<String, String>();
    try (var victim = IngestProcess.start(backend, "victim", Duration.ofHours(1))) {
      for (int batch = 0; batch < 20; batch++) {
        send(victim.uri(), "unindexed", batch, positions);
      }
    }
    assertThat(stored(backend.admin(), "reprise.ids.unindexed", PARTITIONS)).isZero();

    try (var service = restart("victim")) {
      for (int batch = 0; batch < 20; batch++) {
        send(service.uri(), "unindexed", batch, positions);
      }
    }

    assertThat(stored(backend.admin(), "unindexed", PARTITIONS)).isEqualTo(20 * BATCH_SIZE);
  }

  /**
   * Two instances write to the same partitions, one of them indexes nothing and is killed: what the
   * other one indexed must not hide that.
   */
  @Test
  void whatAnotherInstanceIndexedDoesNotHideWhatThisOneDidNot() {
    backend.create("shared", PARTITIONS);
    var positions = new HashMap<String, String>();
    try (var other = restart("other")) {
      try (var victim = IngestProcess.start(backend, "victim-2", Duration.ofHours(1))) {
        for (int batch = 0; batch < 10; batch++) {
          send(victim.uri(), "shared", 2 * batch, positions);
          send(other.uri(), "shared", 2 * batch + 1, positions);
        }
      }
    }

    try (var service = restart("victim-2")) {
      for (int batch = 0; batch < 20; batch++) {
        send(service.uri(), "shared", batch, positions);
      }
    }

    assertThat(stored(backend.admin(), "shared", PARTITIONS)).isEqualTo(20 * BATCH_SIZE);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aKillAtAnyTimeLosesNothingAcknowledgedAndDoublesNothing(long seed) {
    var topic = "killed-" + seed;
    backend.create(topic, PARTITIONS);
    var random = new Random(seed);
    var positions = new HashMap<String, String>();
    int sent = 0;
    for (int life = 0; life < 3; life++) {
      try (var victim = IngestProcess.start(backend, topic, Duration.ofMillis(10))) {
        var killed =
            CompletableFuture.runAsync(
                victim::kill,
                CompletableFuture.delayedExecutor(
                    1_500 + random.nextInt(1_500), TimeUnit.MILLISECONDS));
        sent = sendUntilKilled(victim.uri(), topic, sent, positions);
        killed.join();
      }
    }

    try (var service = restart(topic)) {
      for (int batch = 0; batch <= sent; batch++) {
        send(service.uri(), topic, batch, positions);
      }
    }

    assertThat(backend.read(topic, PARTITIONS))
        .extracting(
            r -> new String(r.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8))
        .doesNotHaveDuplicates()
        .hasSize((sent + 1) * BATCH_SIZE);
  }

  /** The batch that was under way when the service died is the one to begin with again. */
  private static int sendUntilKilled(
      URI service, String topic, int from, Map<String, String> positions) {
    for (int batch = from; ; batch++) {
      try {
        send(service, topic, batch, positions);
      } catch (UncheckedIOException e) {
        return batch;
      }
    }
  }
}
