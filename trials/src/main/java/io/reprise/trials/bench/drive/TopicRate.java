package io.reprise.trials.bench.drive;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.kafka.time.Deadline;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Measures how fast a topic grows. The growth is computed from the topic's end offsets. Reprise and
 * the tools that it is compared with are therefore measured in the same way. A topic that does not
 * exist yet counts as empty. Confined to one thread; the caller closes it.
 */
public final class TopicRate implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Duration INTERVAL = Duration.ofMillis(20);

  private final Admin admin;
  private final String topic;
  private final long before;

  /** Starts to measure the growth of the topic from its current end. */
  public TopicRate(String bootstrapServers, String topic) {
    this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    this.topic = topic;
    this.before = records();
  }

  /**
   * Waits until the topic has grown by {@code to} records since this object was created.
   *
   * @param from the growth at which timing starts; the growth before that is warm-up
   * @return records per second between {@code from} and {@code to}
   */
  public double recordsPerSecond(long from, long to) throws InterruptedException {
    var start = await(from);
    var end = await(to);
    return (end.records - start.records) * 1e9 / (end.atNanos - start.atNanos);
  }

  private record Reading(long records, long atNanos) {}

  private Reading await(long records) throws InterruptedException {
    var deadline = Deadline.after(LIMIT);
    while (true) {
      var now = new Reading(records() - before, System.nanoTime());
      if (now.records >= records) {
        return now;
      }
      if (deadline.isPassed()) {
        throw new CommandFailure(
            ExitCode.FAILED,
            "topic '%s' had grown by %d of %d records after %d s"
                .formatted(topic, now.records, records, LIMIT.toSeconds()));
      }
      Thread.sleep(INTERVAL.toMillis());
    }
  }

  private long records() {
    try {
      var described = admin.describeTopics(java.util.List.of(topic)).allTopicNames().get();
      var ends =
          described.values().stream()
              .flatMap(d -> d.partitions().stream())
              .collect(
                  Collectors.toMap(
                      p -> new TopicPartition(topic, p.partition()), p -> OffsetSpec.latest()));
      return admin.listOffsets(ends).all().get().values().stream()
          .mapToLong(ListOffsetsResultInfo::offset)
          .sum();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return 0;
      }
      throw new KafkaException("the end of topic '" + topic + "' is unknown", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptException(e);
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(2));
  }
}
