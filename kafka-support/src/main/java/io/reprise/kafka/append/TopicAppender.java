package io.reprise.kafka.append;

import io.reprise.kafka.client.KafkaAnswer;
import io.reprise.kafka.client.ProducerRole;
import io.reprise.kafka.time.Interruption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends records to a topic, in the order in which they are given, without ever letting the caller
 * wait. Up to {@link #MOST_WAITING} records wait in memory while the topic cannot be written;
 * attempts are repeated after 1 s at first and then after a delay that grows to 30 s. A record is
 * given up if that many wait already, if the topic refuses the record as such, or if it still waits
 * when the appender has been closed for 3 s. A record may be in the topic twice after a failure.
 *
 * <p>Thread-safe. The caller of {@link #start} closes the appender.
 */
public final class TopicAppender implements AutoCloseable {
  /** The largest number of records that wait. */
  static final int MOST_WAITING = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(TopicAppender.class);
  private static final int MOST_IN_BATCH = 100;
  private static final Duration SEND_LIMIT = Duration.ofSeconds(30);
  private static final Duration BLOCK_LIMIT = Duration.ofSeconds(10);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);
  private static final Duration PRODUCER_CLOSE_LIMIT = Duration.ofSeconds(1);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration IDLE_LIMIT = Duration.ofMillis(100);

  private final AppendedTopic topic;
  private final Map<String, Object> clientSettings;
  private final BlockingQueue<ProducerRecord<byte[], byte[]>> waiting =
      new ArrayBlockingQueue<>(MOST_WAITING);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicLong lost = new AtomicLong();
  private final Thread thread;

  /** The records that are being sent. Only the thread of the appender uses them. */
  private final List<ProducerRecord<byte[], byte[]>> batch = new ArrayList<>();

  private volatile @Nullable String fault;

  private TopicAppender(Map<String, Object> clientSettings, AppendedTopic topic) {
    this.clientSettings = Map.copyOf(clientSettings);
    this.topic = topic;
    this.thread = new Thread(this::run, "append-" + topic.name());
    thread.setDaemon(true);
  }

  /**
   * Starts to append. Returns at once, also if Kafka cannot be reached. The topic is created if it
   * does not exist.
   *
   * @param clientSettings Kafka's settings to reach the cluster
   */
  public static TopicAppender start(Map<String, Object> clientSettings, AppendedTopic topic) {
    var appender = new TopicAppender(clientSettings, topic);
    appender.thread.start();
    return appender;
  }

  /** Takes a record, or gives it up if too many wait already. Does not wait. */
  public void append(byte[] key, byte[] value) {
    boolean isTaken =
        closing.getCount() > 0 && waiting.offer(new ProducerRecord<>(topic.name(), key, value));
    if (!isTaken) {
      giveUp(1, "as many records wait as fit");
    }
  }

  /** Returns why the topic cannot be written now, in words; empty if nothing is wrong. */
  public Optional<String> fault() {
    return Optional.ofNullable(fault)
        .map(
            cause ->
                "topic '%s' cannot be written, %d records wait and %d were given up: %s"
                    .formatted(topic.name(), waiting.size(), lost(), cause));
  }

  /** Returns how many records were given up. */
  public long lost() {
    return lost.get();
  }

  private void run() {
    var pause = FIRST_PAUSE;
    while (true) {
      try {
        topic.create(clientSettings);
        appendUntilClosed();
        return;
      } catch (RuntimeException e) {
        pause = fault == null ? FIRST_PAUSE : longer(pause);
        report(e);
        if (Thread.currentThread().isInterrupted() || isClosedWithin(pause)) {
          return;
        }
      }
    }
  }

  private static Duration longer(Duration pause) {
    var doubled = pause.multipliedBy(2);
    return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
  }

  private boolean isClosedWithin(Duration pause) {
    return Interruption.getOr(
        () -> closing.await(pause.toMillis(), TimeUnit.MILLISECONDS), interrupted -> true);
  }

  /** Appends until the appender is closed and no record waits, or throws what Kafka threw. */
  private void appendUntilClosed() {
    var producer =
        ProducerRole.idempotent(clientSettings, SEND_LIMIT)
            .with(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_LIMIT.toMillis())
            .requestsWithin(BLOCK_LIMIT)
            .open();
    try {
      requirePartitions(producer);
      while (fillBatch()) {
        send(producer);
      }
    } finally {
      producer.close(PRODUCER_CLOSE_LIMIT);
    }
  }

  /** Finds out before the first record that the topic does not exist, or may not be described. */
  private void requirePartitions(Producer<byte[], byte[]> producer) {
    producer.partitionsFor(topic.name());
    if (batch.isEmpty()) {
      recovered();
    }
  }

  /** Returns false once the appender is closed and no record waits. */
  private boolean fillBatch() {
    while (batch.isEmpty()) {
      boolean isClosed = closing.getCount() == 0;
      var first =
          Interruption.get(() -> waiting.poll(IDLE_LIMIT.toMillis(), TimeUnit.MILLISECONDS));
      if (first != null) {
        batch.add(first);
      } else if (isClosed) {
        return false;
      }
    }
    waiting.drainTo(batch, MOST_IN_BATCH - batch.size());
    return true;
  }

  /** Sends the batch. If that fails, the records that are not acknowledged stay in the batch. */
  private void send(Producer<byte[], byte[]> producer) {
    var sent = new ArrayList<Future<RecordMetadata>>();
    batch.forEach(record -> sent.add(producer.send(record)));
    var failed = new ArrayList<ProducerRecord<byte[], byte[]>>();
    RuntimeException failure = null;
    for (int i = 0; i < sent.size(); i++) {
      try {
        KafkaAnswer.of(sent.get(i));
      } catch (RecordTooLargeException | InvalidTimestampException e) {
        giveUp(1, e.toString());
      } catch (RuntimeException e) {
        failed.add(batch.get(i));
        failure = e;
      }
    }
    batch.clear();
    batch.addAll(failed);
    if (failure != null) {
      throw failure;
    }
    recovered();
  }

  private void recovered() {
    if (fault != null) {
      fault = null;
      LOG.info("topic can be written again topic={} recordsLost={}", topic.name(), lost());
    }
  }

  private void report(RuntimeException e) {
    var cause = e.getMessage() == null ? e.toString() : e.getMessage();
    if (fault == null) {
      LOG.warn(
          "topic cannot be written, its records wait in memory topic={} mostWaiting={} cause={}",
          topic.name(),
          MOST_WAITING,
          cause);
    }
    fault = cause;
  }

  private void giveUp(long records, String cause) {
    if (lost.getAndAdd(records) == 0) {
      LOG.warn(
          "records for a topic are given up, a metric counts further ones topic={} records={}"
              + " cause={}",
          topic.name(),
          records,
          cause);
    }
  }

  /** Waits up to 3 s until the records that wait are in the topic, and gives up the others. */
  @Override
  public void close() {
    closing.countDown();
    Interruption.join(thread, CLOSE_LIMIT);
    thread.interrupt();
    Interruption.join(thread, PRODUCER_CLOSE_LIMIT.plus(PRODUCER_CLOSE_LIMIT));
    long left = waiting.size() + (thread.isAlive() ? 0 : batch.size());
    waiting.clear();
    if (left > 0) {
      giveUp(left, "the service stops");
    }
  }
}
