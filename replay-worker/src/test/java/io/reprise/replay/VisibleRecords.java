package io.reprise.replay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads a topic as its consumers do, {@code read_committed}, and notes for each partition when
 * records became visible.
 *
 * <p>Threading: a thread of its own reads, from the construction on; all methods are safe on any
 * thread. The creator closes the reader.
 */
final class VisibleRecords implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(10);

  private final Map<Integer, List<Long>> timesNanos = new ConcurrentHashMap<>();
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Thread thread = new Thread(this::read, "visible-records");
  private volatile long count;
  private volatile boolean closed;

  VisibleRecords(String bootstrapServers, String topic, int partitions) {
    consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    var all = IntStream.range(0, partitions).mapToObj(p -> new TopicPartition(topic, p)).toList();
    all.forEach(tp -> timesNanos.put(tp.partition(), new ArrayList<>()));
    consumer.assign(all);
    thread.setDaemon(true);
    thread.start();
  }

  private void read() {
    while (!closed) {
      var records = consumer.poll(POLL);
      long now = System.nanoTime();
      for (var tp : records.partitions()) {
        var times = Objects.requireNonNull(timesNanos.get(tp.partition()));
        synchronized (times) {
          times.add(now);
        }
      }
      count += records.count();
    }
    consumer.close();
  }

  /** Returns how many records are visible, in all partitions. */
  long count() {
    return count;
  }

  /**
   * Returns the longest time in which no record of a partition became visible, over all partitions.
   * Only times between the two moments of {@link System#nanoTime} count.
   */
  Duration longestGap(long fromNanos, long toNanos) {
    long longest = 0;
    for (var times : timesNanos.values()) {
      long last = fromNanos;
      synchronized (times) {
        for (long time : times) {
          if (time <= fromNanos) {
            continue;
          }
          longest = Math.max(longest, Math.min(time, toNanos) - last);
          last = Math.min(time, toNanos);
        }
      }
      longest = Math.max(longest, toNanos - last);
    }
    return Duration.ofNanos(longest);
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    thread.join();
  }
}
