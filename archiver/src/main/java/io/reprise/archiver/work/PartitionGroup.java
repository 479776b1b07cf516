package io.reprise.archiver.work;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shares partitions among instances: a consumer group that reads nothing and commits nothing. Who
 * owns what is only a hint that saves work; the commit log's claims are what counts.
 *
 * <p>Threading: the listeners are called on the group's thread.
 */
public final class PartitionGroup implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PartitionGroup.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final int SESSION_MILLIS = 6_000;
  private static final int CLOSE_MILLIS = 5_000;

  private final KafkaConsumer<byte[], byte[]> consumer;
  private volatile Set<String> wanted = Set.of();
  private final Consumer<TopicPartition> gained;
  private final Consumer<TopicPartition> lost;
  private final Consumer<RuntimeException> onFatal;
  private final Thread thread = new Thread(this::run, "archive-group");
  private volatile boolean closed;

  public PartitionGroup(
      Map<String, Object> client,
      String group,
      Consumer<TopicPartition> gained,
      Consumer<TopicPartition> lost,
      Consumer<RuntimeException> onFatal) {
    var settings = new HashMap<>(client);
    settings.put("group.id", group);
    settings.put("enable.auto.commit", "false");
    settings.put("auto.offset.reset", "latest");
    settings.put("allow.auto.create.topics", "false");
    settings.put("session.timeout.ms", SESSION_MILLIS);
    settings.put("heartbeat.interval.ms", SESSION_MILLIS / 3);
    settings.put(
        "partition.assignment.strategy", List.of(CooperativeStickyAssignor.class.getName()));
    this.consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.gained = gained;
    this.lost = lost;
    this.onFatal = onFatal;
    thread.start();
  }

  /** Shares the partitions of these topics, from soon on. */
  public void share(Set<String> topics) {
    wanted = Set.copyOf(topics);
  }

  private void run() {
    try (consumer) {
      Set<String> subscribed = Set.of();
      while (!closed) {
        var topics = wanted;
        if (!topics.equals(subscribed)) {
          consumer.subscribe(topics, new Listener());
          subscribed = topics;
        }
        pollOnce(subscribed);
      }
    } catch (WakeupException e) {
      log.debug("the group was woken to end");
    } catch (KafkaException e) {
      if (!closed) {
        onFatal.accept(e);
      }
    }
  }

  private void pollOnce(Set<String> subscribed) {
    if (subscribed.isEmpty()) {
      LockSupport.parkNanos(POLL.toNanos());
      return;
    }
    try {
      consumer.poll(POLL);
      consumer.pause(consumer.assignment());
    } catch (org.apache.kafka.common.errors.RetriableException e) {
      log.warn("the group cannot be reached cause={}", e.getMessage());
    }
  }

  /** Hands partitions on. */
  private final class Listener implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      consumer.pause(partitions);
      partitions.forEach(gained);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      partitions.forEach(lost);
    }
  }

  @Override
  public void close() {
    closed = true;
    consumer.wakeup();
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
