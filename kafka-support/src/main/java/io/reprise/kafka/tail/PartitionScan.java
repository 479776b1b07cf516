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
 * Reads the assigned partitions of a consumer from its current positions to given, fixed ends. The
 * position of the consumer decides whether an end is reached, so a scan also ends in a partition
 * whose last offsets are transaction markers or other holes. Call the methods on the thread that
 * owns the consumer.
 */
public final class PartitionScan {
  private static final Duration POLL = Duration.ofMillis(200);

  private PartitionScan() {}

  /**
   * Polls until all ends are reached.
   *
   * @param ends exclusive ends by partition; a partition without an end counts as read to its end
   * @param batch receives the records of each poll, possibly none, and possibly records at or after
   *     an end; may throw to stop the scan
   * @throws TimeoutException if the ends are not reached before the deadline; the caller may call
   *     again to continue at the positions of the consumer
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
   * Polls until all ends are reached, as {@link #read} does, but without a limit for the whole
   * scan.
   *
   * @param longestGap longest time without a record
   * @throws TimeoutException if no record arrives for that time; the caller may call again to
   *     continue at the positions of the consumer
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
