package io.reprise.replay.fencing;

import io.reprise.replay.journal.StaleControlException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what a transaction wrote that has not ended. Thread-safe. */
final class UncommittedRecords {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(100);

  private final Map<String, Object> settings;

  UncommittedRecords(Map<String, Object> clientSettings) {
    this.settings = new HashMap<>(clientSettings);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) LIMIT.toMillis());
  }

  /** The first record of a transaction. */
  ConsumerRecord<byte[], byte[]> first(OpenTransaction open) {
    return read(open, open.from() + 1).stream()
        .findFirst()
        .orElseThrow(() -> new StaleControlException("its first record is gone: " + open));
  }

  /** All records from a transaction's first to the partition's end. */
  List<ConsumerRecord<byte[], byte[]>> all(OpenTransaction open) {
    return read(open, Long.MAX_VALUE);
  }

  private List<ConsumerRecord<byte[], byte[]>> read(OpenTransaction open, long most) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    var partitions = List.of(open.partition());
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(partitions);
      consumer.seek(open.partition(), open.from());
      long end = Objects.requireNonNull(consumer.endOffsets(partitions).get(open.partition()));
      long to = Math.min(most, end);
      var read = new ArrayList<ConsumerRecord<byte[], byte[]>>();
      while (consumer.position(open.partition()) < to) {
        if (System.nanoTime() > deadline) {
          throw new StaleControlException("not read in time: " + open);
        }
        consumer.poll(POLL).forEach(read::add);
      }
      return read;
    }
  }
}
