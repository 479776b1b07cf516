package io.reprise.example.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.embedded.EmbeddedBroker;
import io.reprise.replay.ReplayEngine;
import io.reprise.replay.WorkerConfig;
import io.reprise.replay.operate.RepeatedDelivery;
import io.reprise.replay.spec.ReplaySpec;
import io.reprise.replay.spec.SourceRange;
import io.reprise.replay.state.ReplayState;
import io.reprise.replay.target.CustomTargetConfig;
import io.reprise.replay.target.ReplayTargetContract.Held;
import io.reprise.runtime.config.KafkaConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker that replays into the target, whose jar it finds in a plug-in directory. */
class FilesReplayIT {
  private static final int EVENTS = 1_000;

  @TempDir private Path directory;
  private final List<RuntimeException> fatal = new CopyOnWriteArrayList<>();

  @Test
  void everyRecordOfTheTopicIsInAFile() throws Exception {
    try (var broker = EmbeddedBroker.startTemporary()) {
      publish(broker.bootstrapServers());
      try (var engine =
          ReplayEngine.start(config(broker.bootstrapServers()), Clock.systemUTC(), fatal::add)) {
        var started =
            engine.operations().createAndStart(spec(), null, RepeatedDelivery.REFUSED, "example");
        await()
            .atMost(Duration.ofSeconds(60))
            .until(
                () ->
                    engine.operations().replay(started.id()).state()
                        instanceof ReplayState.Completed);

        var held = FilesOnDisk.records(directory);
        assertThat(held).hasSize(EVENTS);
        assertThat(new HashSet<Held>(held)).hasSize(EVENTS);
        var receipt = engine.operations().receipt(started.id());
        assertThat(receipt.balanced()).isTrue();
        assertThat(receipt.delivered()).isEqualTo(EVENTS);
      }
    }
    assertThat(fatal).isEmpty();
  }

  private WorkerConfig config(String bootstrapServers) {
    return new WorkerConfig(
        "w1",
        new KafkaConfig(bootstrapServers, null),
        new WorkerConfig.Control(null, 4, (short) 1, Duration.ofSeconds(3), null),
        null,
        Map.of(
            "cold",
            new CustomTargetConfig(
                "files", Path.of("target"), Map.of("directory", directory.toString()))),
        2);
  }

  private static ReplaySpec spec() {
    return new ReplaySpec(
        null,
        "keep a copy in files",
        new SourceRange("orders", null, null, null, null),
        null,
        "cold",
        null,
        null,
        null);
  }

  private static void publish(String bootstrapServers) throws Exception {
    Map<String, Object> client = Map.of("bootstrap.servers", bootstrapServers);
    try (var admin = Admin.create(client)) {
      admin.createTopics(List.of(new NewTopic("orders", 2, (short) 1))).all().get();
    }
    try (var producer =
        new KafkaProducer<>(client, new StringSerializer(), new StringSerializer())) {
      var sent =
          Stream.iterate(0, i -> i + 1)
              .limit(EVENTS)
              .map(
                  i ->
                      producer.send(new ProducerRecord<>("orders", "user-" + i % 50, "event " + i)))
              .toList();
      for (var future : sent) {
        assertThat(future.get().hasOffset()).isTrue();
      }
    }
  }
}
