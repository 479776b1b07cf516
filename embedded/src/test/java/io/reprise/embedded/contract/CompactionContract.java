package io.reprise.embedded.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Progress and state are kept in compacted topics: the last record of each key stays at its offset.
 */
public interface CompactionContract extends OnBroker {
  /** By default the cleaner runs every 15 s and leaves the active segment alone. */
  Duration CLEANING = Duration.ofSeconds(60);

  @Test
  default void compactionKeepsTheLastRecordOfAKeyAtItsOffset() {
    var partition =
        clients()
            .topic(
                Map.of(
                    "cleanup.policy", "compact",
                    "min.cleanable.dirty.ratio", "0.01",
                    "segment.ms", "100"));
    put(partition, "a", "a0");
    put(partition, "b", "b1");
    put(partition, "a", "a2");

    Awaitility.await()
        .atMost(CLEANING)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () -> {
              put(partition, "roll", "the segment");
              assertThat(clients().committed(partition))
                  .filteredOn(r -> !r.key().equals("roll"))
                  .extracting(r -> r.offset() + "=" + r.value())
                  .containsExactly("1=b1", "2=a2");
            });
  }

  private void put(TopicPartition partition, String key, String value) {
    try (var producer = clients().producer()) {
      producer.send(new ProducerRecord<>(partition.topic(), 0, key, value));
    }
  }
}
