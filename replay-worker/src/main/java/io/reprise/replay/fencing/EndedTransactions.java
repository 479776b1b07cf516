package io.reprise.replay.fencing;

import io.reprise.kafka.client.ConsumerRole;
import io.reprise.kafka.client.KafkaAnswer;
import io.reprise.kafka.tail.PartitionScan;
import io.reprise.kafka.time.Deadline;
import io.reprise.kafka.time.Interruption;
import io.reprise.replay.journal.StaleControlException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Determines whether a transaction was committed or aborted. For this, it reads a partition in
 * which the transaction has ended: {@code read_committed} readers see the transaction's records
 * there only if the transaction was committed. The class is only for the last transaction of a
 * writer, because the newest records of the writer in the partition then belong to that
 * transaction.
 *
 * <p>Thread-safe.
 */
final class EndedTransactions {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final Duration CHECK_AGAIN = Duration.ofMillis(10);
  private static final long FIRST_WINDOW = 2_000;
  private static final int WINDOW_GROWTH = 4;

  private final Admin admin;
  private final ConsumerRole uncommitted;
  private final ConsumerRole committed;

  EndedTransactions(Admin admin, Map<String, Object> clientSettings) {
    this.admin = admin;
    this.uncommitted = ConsumerRole.scan(clientSettings, IsolationLevel.READ_UNCOMMITTED, LIMIT);
    this.committed = ConsumerRole.scan(clientSettings, IsolationLevel.READ_COMMITTED, LIMIT);
  }

  /**
   * Returns whether a transaction was committed in a partition in which it has ended. Returns false
   * if the topic was deleted, because nobody can read the records.
   *
   * <p>The partition may have no record of the transaction. If no record of the partition was ever
   * removed, this method then returns false, because a committed transaction would have left its
   * records. If records may have been removed, it returns empty, because those of the transaction
   * may be among them.
   *
   * @param isPart whether a record of the partition may belong to the transaction
   * @throws StaleControlException when the partition cannot be read in time; a retry is safe
   */
  Optional<Boolean> isCommitted(
      TopicPartition partition, Predicate<ConsumerRecord<byte[], byte[]>> isPart) {
    if (ExistingPartitions.of(admin, List.of(partition)).isEmpty()) {
      return Optional.of(false);
    }
    var deadline = Deadline.after(LIMIT);
    try (var consumer = uncommitted.open()) {
      consumer.assign(List.of(partition));
      long start = only(consumer.beginningOffsets(List.of(partition)));
      var newest = newest(consumer, partition, start, isPart, deadline);
      if (newest.isPresent()) {
        return Optional.of(isVisible(partition, newest.getAsLong(), deadline));
      }
      return start == 0 && !isCompacted(partition.topic()) ? Optional.of(false) : Optional.empty();
    } catch (TimeoutException e) {
      throw new StaleControlException(
          "partition %s, where a transaction has ended, was not read in time: %s"
              .formatted(partition, e.getMessage()));
    }
  }

  /**
   * Returns the offset of the newest record that {@code isPart} accepts; empty if there is none.
   * Reads the partition backwards from its end, a range of offsets at a time.
   */
  private static OptionalLong newest(
      Consumer<byte[], byte[]> consumer,
      TopicPartition partition,
      long start,
      Predicate<ConsumerRecord<byte[], byte[]>> isPart,
      Deadline deadline) {
    long to = only(consumer.endOffsets(List.of(partition)));
    for (long window = FIRST_WINDOW; to > start; window *= WINDOW_GROWTH) {
      long from = Math.max(start, to - window);
      var found = new AtomicLong(-1);
      consumer.seek(partition, from);
      PartitionScan.read(
          consumer,
          Map.of(partition, to),
          deadline,
          records -> records.forEach(r -> noteIf(isPart, r, found)));
      if (found.get() >= 0) {
        return OptionalLong.of(found.get());
      }
      to = from;
    }
    return OptionalLong.empty();
  }

  private static void noteIf(
      Predicate<ConsumerRecord<byte[], byte[]>> isPart,
      ConsumerRecord<byte[], byte[]> record,
      AtomicLong found) {
    if (isPart.test(record)) {
      found.set(record.offset());
    }
  }

  /**
   * Returns whether read_committed readers see the record at {@code offset}. Before that, waits
   * until the last stable offset is above {@code offset}.
   */
  private boolean isVisible(TopicPartition partition, long offset, Deadline deadline) {
    try (var consumer = committed.open()) {
      consumer.assign(List.of(partition));
      while (only(consumer.endOffsets(List.of(partition))) <= offset) {
        if (deadline.isPassed()) {
          throw new StaleControlException(
              "record %d of %s stayed above the last stable offset".formatted(offset, partition));
        }
        Interruption.sleep(CHECK_AGAIN);
      }
      var seen = new AtomicLong(-1);
      consumer.seek(partition, offset);
      PartitionScan.read(
          consumer,
          Map.of(partition, offset + 1),
          deadline,
          records -> records.forEach(r -> noteIf(x -> x.offset() == offset, r, seen)));
      return seen.get() == offset;
    }
  }

  private boolean isCompacted(String topic) {
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    var config = KafkaAnswer.of(admin.describeConfigs(List.of(resource)).all()).get(resource);
    var policy = config == null ? null : config.get("cleanup.policy");
    return policy == null || policy.value().contains("compact");
  }

  private static long only(Map<TopicPartition, Long> offsets) {
    return Objects.requireNonNull(offsets.values().iterator().next());
  }
}
