package io.reprise.trials.incident;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * A live consumer group, {@code dashboard}, which reads the bookings as fast as it can: {@value
 * #RECORDS_A_SECOND} records a second. Commits after each poll.
 */
public final class Dashboard implements AutoCloseable {
  public static final int RECORDS_A_SECOND = 250;
  private static final int RECORDS_A_POLL = 10;

  private final KafkaConsumer<String, String> consumer;
  private final Thread thread = new Thread(this::read, "dashboard");
  private volatile long highestLag;
  private volatile long readRecords;

  public Dashboard(String bootstrapServers) {
    consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "group.id",
                "dashboard",
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                false,
                "max.poll.records",
                RECORDS_A_POLL),
            new StringDeserializer(),
            new StringDeserializer());
    consumer.subscribe(List.of("bookings"));
    thread.start();
  }

  private void read() {
    try (consumer) {
      while (!Thread.currentThread().isInterrupted()) {
        var records = consumer.poll(Duration.ofMillis(100));
        readRecords += records.count();
        highestLag = Math.max(highestLag, lag());
        consumer.commitSync();
        LockSupport.parkNanos(records.count() * 1_000_000_000L / RECORDS_A_SECOND);
      }
    } catch (WakeupException e) {
      // The dashboard was closed.
    }
  }

  private long lag() {
    var assigned = consumer.assignment();
    long ends = consumer.endOffsets(assigned).values().stream().mapToLong(end -> end).sum();
    return ends - assigned.stream().mapToLong(consumer::position).sum();
  }

  /** Returns the most records that the group was behind after a poll. */
  public long highestLag() {
    return highestLag;
  }

  /** Returns how many bookings the group has read. */
  public long readRecords() {
    return readRecords;
  }

  @Override
  public void close() throws InterruptedException {
    consumer.wakeup();
    thread.join();
  }
}
