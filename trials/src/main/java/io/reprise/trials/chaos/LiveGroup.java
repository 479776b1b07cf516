package io.reprise.trials.chaos;

import io.reprise.kafka.time.Interruption;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A consumer group on the source topic, like that of any application. Replays must not disturb it.
 * The group commits its position once, before the first replay starts.
 *
 * <p>The thread that creates this object also calls {@link #report()} and {@link #close()}.
 */
final class LiveGroup implements AutoCloseable {
  static final String GROUP = "live-consumers";
  private static final Duration POLL = Duration.ofMillis(200);

  private final String bootstrapServers;
  private final String topic;
  private final CountDownLatch settled = new CountDownLatch(1);
  private final Thread thread;
  private final Map<TopicPartition, OffsetAndMetadata> committed;
  private volatile int rebalances;
  private volatile boolean closed;

  /**
   * What happened to the group while replays ran. A changed offset is a failure of the runs.
   * Rebalances are reported, but are not a failure.
   *
   * @param rebalances number of rebalances after the group's first assignment
   * @param changedOffsets number of partitions whose committed offset is no longer the one that the
   *     group committed
   */
  record Report(int rebalances, int changedOffsets) {
    static final Report NONE = new Report(0, 0);
  }

  LiveGroup(String bootstrapServers, String topic) {
    this.bootstrapServers = bootstrapServers;
    this.topic = topic;
    this.thread = new Thread(this::live, "live-group");
    thread.setDaemon(true);
    thread.start();
    awaitSettled();
    this.committed = readCommitted();
  }

  private void live() {
    try (var consumer = consumer()) {
      consumer.subscribe(List.of(topic), new Witness());
      while (!closed) {
        consumer.poll(POLL);
        if (settled.getCount() > 0 && !consumer.assignment().isEmpty()) {
          consumer.commitSync();
          settled.countDown();
        }
      }
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "group.id",
            GROUP,
            "enable.auto.commit",
            "false",
            "auto.offset.reset",
            "earliest"),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  private void awaitSettled() {
    boolean waited =
        Interruption.getOr(() -> settled.await(60, TimeUnit.SECONDS), interrupted -> true);
    if (!waited) {
      throw new IllegalStateException("the live group was assigned no partition within 60 s");
    }
  }

  private Map<TopicPartition, OffsetAndMetadata> readCommitted() {
    try (var consumer = consumer()) {
      var partitions = new HashSet<TopicPartition>();
      consumer
          .partitionsFor(topic)
          .forEach(p -> partitions.add(new TopicPartition(topic, p.partition())));
      return consumer.committed(partitions);
    }
  }

  Report report() {
    Set<TopicPartition> changed = new HashSet<>(committed.keySet());
    var now = readCommitted();
    changed.removeIf(p -> String.valueOf(now.get(p)).equals(String.valueOf(committed.get(p))));
    return new Report(rebalances, changed.size());
  }

  @Override
  public void close() {
    closed = true;
    Interruption.join(thread, Duration.ofSeconds(10));
  }

  /** Counts the rebalances that follow the first assignment. Called on the group's thread. */
  private final class Witness implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      count();
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      count();
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // Only the group's thread writes the field.
    private void count() {
      if (settled.getCount() == 0 && !closed) {
        rebalances++;
      }
    }
  }
}
