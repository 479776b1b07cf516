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
 * Reads the partitions that are assigned to a consumer, from the consumer's positions to given
 * ends. A scan finishes when the consumer's position has reached the end of each partition. It
 * therefore also finishes if the last offsets are transaction markers or other holes. Call the
 * methods on the thread that uses the consumer.
 */
public final class PartitionScan {
  private static final Duration POLL = Duration.ofMillis(200);

  private PartitionScan() {}

  /**
   * Polls until the consumer's position has reached the end of each partition.
   *
   * @param ends exclusive ends by partition; a partition without an entry counts as read already
   * @param batch called with the records of each poll. There may be none, and some may lie at or
   *     after an end. It may throw an exception to stop the scan
   * @throws TimeoutException if an end is not reached before the deadline; the caller may call
   *     again, to continue at the consumer's positions
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
   * Polls until the consumer's position has reached the end of each partition, as {@link #read}
   * does. Limits the time without records, not the time of the whole scan.
   *
   * @param longestGap longest time in which no record may arrive
   * @throws TimeoutException if no record arrives for that time; the caller may call again, to
   *     continue at the consumer's positions
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
