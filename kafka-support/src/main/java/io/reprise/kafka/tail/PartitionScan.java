package io.reprise.kafka.tail;

import io.reprise.kafka.time.Deadline;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Reads the partitions that a consumer is assigned, from its present positions to fixed ends. An
 * end is reached by position, so a partition whose last offsets are transaction markers or holes is
 * read to its end too. Use on the consumer's thread.
 */
public final class PartitionScan {
  private static final Duration POLL = Duration.ofMillis(200);

  private PartitionScan() {}

  /**
   * Reads until the ends are reached.
   *
   * @param ends exclusive; a partition without an end is not read
   * @param batch receives the records of each poll, which may be none, and may throw to stop
   * @throws TimeoutException when the ends are not reached in time
   */
  public static void read(
      Consumer<byte[], byte[]> consumer,
      Map<TopicPartition, Long> ends,
      Deadline deadline,
      java.util.function.Consumer<ConsumerRecords<byte[], byte[]>> batch) {
    while (!isAtEnd(consumer, ends)) {
      if (deadline.isPassed()) {
        throw late(consumer, ends, deadline.limit());
      }
      batch.accept(consumer.poll(POLL));
    }
  }

  /**
   * As {@link #read}, for as long as records keep arriving.
   *
   * @param longestGap between two records
   * @throws TimeoutException when no record arrived for that long
   */
  public static void readWhileProgressing(
      Consumer<byte[], byte[]> consumer,
      Map<TopicPartition, Long> ends,
      Duration longestGap,
      java.util.function.Consumer<ConsumerRecords<byte[], byte[]>> batch) {
    var deadline = Deadline.after(longestGap);
    while (!isAtEnd(consumer, ends)) {
      var records = consumer.poll(POLL);
      batch.accept(records);
      if (!records.isEmpty()) {
        deadline = Deadline.after(longestGap);
      } else if (deadline.isPassed()) {
        throw late(consumer, ends, longestGap);
      }
    }
  }

  private static boolean isAtEnd(
      Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    return consumer.assignment().stream()
        .allMatch(p -> consumer.position(p) >= ends.getOrDefault(p, 0L));
  }

  private static TimeoutException late(
      Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends, Duration limit) {
    var positions =
        consumer.assignment().stream().collect(Collectors.toMap(p -> p, consumer::position));
    return new TimeoutException(
        "partitions were not read to their ends %s within %d ms: positions %s"
            .formatted(ends, limit.toMillis(), positions));
  }
}
