package io.reprise.trials.bench.control;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.kafka.time.Deadline;
import io.reprise.kafka.time.Ticker;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Measures when a {@code read_committed} reader of a topic first sees a record. Confined to one
 * thread; the caller closes it.
 */
final class FirstVisible implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration WAIT = Duration.ofMillis(20);

  private final KafkaConsumer<byte[], byte[]> consumer;

  FirstVisible(String bootstrapServers, String topic) {
    this.consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", bootstrapServers,
                "isolation.level", "read_committed",
                "fetch.max.wait.ms", "20",
                "enable.auto.commit", "false"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    consumer.assign(
        consumer.partitionsFor(topic).stream()
            .map(p -> new TopicPartition(topic, p.partition()))
            .collect(Collectors.toSet()));
  }

  /** Skips all records that are in the topic at the time of the call. */
  void skipToEnd() {
    consumer.seekToEnd(consumer.assignment());
    consumer.assignment().forEach(consumer::position);
  }

  /**
   * Waits until the reader receives a record after those that {@link #skipToEnd} skipped.
   *
   * @return the time at which the reader received the record, by {@code System.nanoTime()}
   */
  long awaitNanos() {
    var deadline = Deadline.after(LIMIT, Ticker.SYSTEM);
    while (consumer.poll(WAIT).isEmpty()) {
      if (deadline.isPassed()) {
        throw new CommandFailure(
            ExitCode.FAILED,
            "no record was visible within " + LIMIT.toSeconds() + " s of the start");
      }
    }
    return System.nanoTime();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
