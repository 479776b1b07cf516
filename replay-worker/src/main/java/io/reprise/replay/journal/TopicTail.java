package io.reprise.replay.journal;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a control topic from its beginning, committed records only, and can prove how complete
 * its copy is: the end is asked from the broker, then the position is waited for.
 *
 * <p>Threading: one thread of its own calls {@code apply}; all other methods are safe anywhere. The
 * opener closes it.
 */
public final class TopicTail implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TopicTail.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration ASK = Duration.ofSeconds(2);
  private static final String IT_MAY_HANG =
      "; if this lasts, a transaction hangs there (kafka-transactions.sh find-hanging), and what it"
          + " wrote cannot be told";

  private final Admin admin;
  private final List<TopicPartition> partitions;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Consumer<ConsumerRecord<byte[], byte[]>> apply;
  private final Consumer<RuntimeException> onFatal;
  private final Thread thread;
  private final Object progress = new Object();
  private final Map<TopicPartition, Long> positions = new HashMap<>();
  private volatile boolean closed;

  /**
   * A tail that has not read anything yet; {@link #start} begins.
   *
   * @param clientSettings Kafka's settings to reach the cluster
   * @param apply called for every record, in offset order within a partition
   * @param onFatal called when a record cannot be obeyed; the tail has stopped then
   */
  public TopicTail(
      Map<String, Object> clientSettings,
      Admin admin,
      String topic,
      int partitionCount,
      Consumer<ConsumerRecord<byte[], byte[]>> apply,
      Consumer<RuntimeException> onFatal) {
    this.admin = admin;
    this.apply = apply;
    this.onFatal = onFatal;
    this.partitions =
        IntStream.range(0, partitionCount).mapToObj(p -> new TopicPartition(topic, p)).toList();
    this.consumer =
        new KafkaConsumer<>(
            settings(clientSettings), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    this.thread = new Thread(this::follow, "tail-" + topic);
    thread.setDaemon(true);
  }

  /** Begins to read, on a thread of its own. */
  public void start() {
    thread.start();
  }

  private static Map<String, Object> settings(Map<String, Object> clientSettings) {
    var settings = new HashMap<>(clientSettings);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 250);
    settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 10_000);
    return settings;
  }

  private void follow() {
    try {
      while (!closed) {
        for (var record : consumer.poll(POLL)) {
          apply.accept(record);
        }
        publishPositions();
      }
    } catch (WakeupException e) {
      log.debug("tail closed topic={}", partitions.get(0).topic());
    } catch (RuntimeException e) {
      if (!closed) {
        onFatal.accept(e);
      }
    } finally {
      consumer.close();
    }
  }

  private void publishPositions() {
    synchronized (progress) {
      for (var tp : partitions) {
        positions.put(tp, consumer.position(tp));
      }
      progress.notifyAll();
    }
  }

  /**
   * Returns once this copy holds everything that was committed, and visible, before the call.
   *
   * @throws StaleControlException when that takes longer than {@code limit}
   */
  public void catchUp(Duration limit) {
    catchUp(partitions, IsolationLevel.READ_COMMITTED, limit);
  }

  /** As {@link #catchUp(Duration)}, for one partition. */
  public void catchUp(int partition, Duration limit) {
    catchUp(List.of(partitions.get(partition)), IsolationLevel.READ_COMMITTED, limit);
  }

  /**
   * As {@link #catchUp(int, Duration)}, for whoever has fenced all other writers of the partition
   * and has no transaction open: no other can be. A broker that was killed as it committed may
   * forget to say so in the partition (4.3.1 takes a partition whose leader is fenced for deleted);
   * what was committed then stays invisible until the next commit, and to go on from what shows
   * would do it twice.
   *
   * @throws StaleControlException also when a transaction stays open
   */
  public void catchUpWhole(int partition, Duration limit) {
    catchUp(List.of(partitions.get(partition)), IsolationLevel.READ_UNCOMMITTED, limit);
  }

  private void catchUp(List<TopicPartition> wanted, IsolationLevel isolation, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    var ends = ends(wanted, isolation);
    synchronized (progress) {
      while (!behind(ends).isEmpty()) {
        long left = deadline - System.nanoTime();
        if (left <= 0 || closed) {
          throw new StaleControlException(
              "%s was not read to its end within %d ms%s"
                  .formatted(
                      behind(ends),
                      limit.toMillis(),
                      isolation == IsolationLevel.READ_UNCOMMITTED ? IT_MAY_HANG : ""));
        }
        awaitProgress(left);
      }
    }
  }

  private void awaitProgress(long nanos) {
    try {
      TimeUnit.NANOSECONDS.timedWait(progress, Math.max(1_000_000, nanos));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StaleControlException("interrupted while reading a control topic");
    }
  }

  private List<TopicPartition> behind(Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .filter(e -> positions.getOrDefault(e.getKey(), -1L) < e.getValue())
        .map(Map.Entry::getKey)
        .toList();
  }

  private Map<TopicPartition, Long> ends(List<TopicPartition> wanted, IsolationLevel isolation) {
    var request = wanted.stream().collect(Collectors.toMap(tp -> tp, tp -> OffsetSpec.latest()));
    var options = new ListOffsetsOptions(isolation).timeoutMs((int) ASK.toMillis());
    try {
      var answer =
          admin.listOffsets(request, options).all().get(ASK.toMillis(), TimeUnit.MILLISECONDS);
      var ends = new HashMap<TopicPartition, Long>();
      answer.forEach((tp, info) -> ends.put(tp, info.offset()));
      return ends;
    } catch (ExecutionException | TimeoutException e) {
      throw new StaleControlException(
          "the end of " + wanted.get(0).topic() + " could not be asked: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StaleControlException("interrupted while asking for the end of a control topic");
    }
  }

  @Override
  public void close() {
    closed = true;
    consumer.wakeup();
    synchronized (progress) {
      progress.notifyAll();
    }
    try {
      thread.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
