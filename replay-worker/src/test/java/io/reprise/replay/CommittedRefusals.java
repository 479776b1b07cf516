package io.reprise.replay;

import io.reprise.replay.journal.ControlCodec;
import io.reprise.replay.journal.EventRecord;
import io.reprise.replay.state.ReplayEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the committed refusals of commands about a replay in {@code reprise.replays}. */
final class CommittedRefusals {
  private static final TopicPartition REPLAYS = new TopicPartition("reprise.replays", 0);

  private CommittedRefusals() {}

  /** Returns the reasons of all refused commands about the replay, oldest first. */
  static List<String> of(String replay, String bootstrapServers) {
    var reasons = new ArrayList<String>();
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of(
                "bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(REPLAYS));
      consumer.seekToBeginning(List.of(REPLAYS));
      long end = consumer.endOffsets(List.of(REPLAYS)).get(REPLAYS);
      while (consumer.position(REPLAYS) < end) {
        for (var record : consumer.poll(Duration.ofMillis(100))) {
          var event = ControlCodec.decode(record.value(), EventRecord.class);
          if (event.replay().equals(replay)
              && event.event() instanceof ReplayEvent.CommandRefused refused) {
            reasons.add(refused.reason());
          }
        }
      }
    }
    return reasons;
  }
}
