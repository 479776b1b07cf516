package io.reprise.compactor.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.compactor.state.RocksMemory;
import io.reprise.compactor.topic.Compaction;
import io.reprise.compactor.topic.EmitEvery;
import io.reprise.compactor.topic.PreparedTopics;
import io.reprise.compactor.topic.ReducerConfig;
import io.reprise.runtime.config.KafkaConfig;
import io.reprise.runtime.json.ByteSize;
import io.reprise.store.fold.Reducers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

class FoldSettingsTest {
  @Test
  void sourceAndChangelogsAreReadFromReplicasInTheRackOfTheCompactor() {
    try (var rocks = new RocksMemory(ByteSize.ofMiB(8))) {
      var kafka = new KafkaConfig("localhost:1", Map.of(), "c");
      var settings =
          new FoldSettings(
              kafka.clientSettings(),
              "localhost:2",
              "compactor",
              Path.of("states"),
              1,
              1,
              Duration.ofSeconds(1),
              1 << 20,
              rocks);

      var streams = new StreamsConfig(settings.streams(topics()));

      assertThat(streams.getMainConsumerConfigs("group", "client", 0))
          .containsEntry("client.rack", "c");
      assertThat(streams.getRestoreConsumerConfigs("client")).containsEntry("client.rack", "c");
    }
  }

  private static PreparedTopics topics() {
    var count = new ReducerConfig("count-by-type", 1, new EmitEvery(null, null));
    var compaction = Compaction.of(Map.of("users", List.of(count)), Reducers.onClassPath()).get(0);
    return new PreparedTopics(compaction, 1, (short) 3, 1 << 20, new Uuid(1, 1), new Uuid(2, 2));
  }
}
