package io.reprise.replay.slot;

import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.group.GroupSettings;
import io.reprise.replay.journal.ControlTopics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This worker's membership in the slots group: which slots it holds, and which shards sit in them.
 * It never delivers.
 *
 * <p>Threading: one thread of its own polls; all public methods are safe anywhere. A claim and the
 * loss of its slot exclude each other by {@link #whileOwned}.
 */
public final class SlotMembership implements OwnedSlots, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SlotMembership.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Comparator<ShardKey> BY_AGE =
      Comparator.comparing(ShardKey::replay).thenComparing(ShardKey::index);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final String topic;
  private final Consumer<RuntimeException> onFatal;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Integer, SlotOwnership> owned = new HashMap<>();
  private final Map<Integer, Set<ShardKey>> shards = new HashMap<>();
  private volatile ConsumerGroupMetadata metadata;
  private long ownerships;
  private volatile boolean closed;

  public SlotMembership(
      Map<String, Object> clientSettings,
      GroupSettings group,
      ControlTopics topics,
      Consumer<RuntimeException> onFatal) {
    this.topic = topics.slotTable();
    this.onFatal = onFatal;
    this.consumer =
        new KafkaConsumer<>(
            group.consumerSettings(clientSettings, topics.slotsGroup()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    this.metadata = consumer.groupMetadata();
    this.thread = new Thread(this::run, "slots");
    thread.setDaemon(true);
  }

  /** Joins the group and begins to poll, on a thread of its own. */
  public SlotMembership start() {
    thread.start();
    return this;
  }

  private void run() {
    try {
      consumer.subscribe(List.of(topic), new Ownership());
      while (!closed) {
        pollOnce();
      }
    } catch (WakeupException e) {
      log.debug("slot membership closed");
    } catch (RuntimeException e) {
      onFatal.accept(e);
    } finally {
      consumer.close();
    }
  }

  private void pollOnce() {
    try {
      for (var record : consumer.poll(POLL)) {
        note(record);
      }
      metadata = consumer.groupMetadata();
    } catch (org.apache.kafka.common.errors.RetriableException e) {
      log.info("slots group not reached cause={}", e.toString());
    }
  }

  private void note(ConsumerRecord<byte[], byte[]> record) {
    var shard = ShardKey.parse(new String(record.key(), StandardCharsets.UTF_8));
    lock.lock();
    try {
      var inSlot = shards.computeIfAbsent(record.partition(), slot -> new TreeSet<>(BY_AGE));
      if (record.value() == null) {
        inSlot.remove(shard);
      } else {
        inSlot.add(shard);
      }
    } finally {
      lock.unlock();
    }
  }

  /** The slots owned now. */
  public List<SlotOwnership> owned() {
    lock.lock();
    try {
      return List.copyOf(owned.values());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isOwned(SlotOwnership ownership) {
    lock.lock();
    try {
      return ownership.equals(owned.get(ownership.slot()));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<ShardKey> shardsIn(int slot) {
    lock.lock();
    try {
      return List.copyOf(shards.getOrDefault(slot, Set.of()));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void whileOwned(SlotOwnership ownership, Consumer<ConsumerGroupMetadata> claim) {
    lock.lock();
    try {
      if (!isOwned(ownership)) {
        throw new SlotLostException(ownership);
      }
      claim.accept(metadata);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    closed = true;
    consumer.wakeup();
    try {
      thread.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Called on the membership's thread, inside poll. */
  private final class Ownership implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      lock.lock();
      try {
        for (var tp : partitions) {
          shards.remove(tp.partition());
          owned.put(tp.partition(), new SlotOwnership(tp.partition(), ++ownerships));
        }
      } finally {
        lock.unlock();
      }
      consumer.seekToBeginning(partitions);
      if (!partitions.isEmpty()) {
        log.info("slots assigned count={} owned={}", partitions.size(), owned().size());
      }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      lock.lock();
      try {
        partitions.forEach(tp -> owned.remove(tp.partition()));
      } finally {
        lock.unlock();
      }
      if (!partitions.isEmpty()) {
        log.info("slots revoked count={} owned={}", partitions.size(), owned().size());
      }
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      onPartitionsRevoked(partitions);
    }
  }
}
