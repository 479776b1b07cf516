package io.reprise.launcher.chaos;

import io.reprise.launcher.audit.SourceRecords;
import io.reprise.launcher.load.TopicLoad;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * A producer that keeps writing, transaction by transaction, some of them aborted, and remembers
 * what is committed: nobody else's word is needed to say what a replay must deliver.
 *
 * <p>Threading: {@link #write} before {@link #keepWriting}, {@link #stop} after it, all from one
 * thread; the writing in between has a thread of its own.
 */
final class SteadyWriter implements AutoCloseable {
  private static final int IN_A_TRANSACTION = 200;
  private static final int ONE_IN_ABORTED = 8;
  private static final int USERS = 500;
  private static final int VALUE_BYTES = 200;
  private static final Duration COMMIT_LIMIT = Duration.ofMinutes(2);

  private final String topic;
  private final Random random;
  private final KafkaProducer<byte[], byte[]> producer;
  private final SourceRecords written;
  private @Nullable Thread thread;
  private volatile boolean stopped;
  private volatile @Nullable RuntimeException fault;

  /** A record on its way. */
  private record Sent(byte[] key, byte[] value, Future<RecordMetadata> place) {}

  SteadyWriter(String bootstrapServers, String topic, int partitions, long seed) {
    this.topic = topic;
    this.random = new Random(seed);
    this.written = SourceRecords.none(partitions);
    this.producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "transactional.id",
                topic + "-writer",
                "linger.ms",
                "5",
                "max.block.ms",
                "60000"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    producer.initTransactions();
  }

  /** Writes at least so many records that are committed, as fast as it goes. */
  void write(int events) {
    while (written.count() < events) {
      writeTransaction();
    }
  }

  /** From now on writes about so many records a second, until it is stopped. */
  void keepWriting(int perSecond) {
    long pauseNanos = IN_A_TRANSACTION * 1_000_000_000L / perSecond;
    thread = new Thread(() -> keepOn(pauseNanos), "writer-" + topic);
    thread.start();
  }

  private void keepOn(long pauseNanos) {
    try {
      while (!stopped) {
        writeTransaction();
        LockSupport.parkNanos(pauseNanos);
      }
    } catch (RuntimeException e) {
      fault = e;
    }
  }

  private void writeTransaction() {
    producer.beginTransaction();
    var sent = new ArrayList<Sent>();
    for (int i = 0; i < IN_A_TRANSACTION; i++) {
      var key = TopicLoad.user(random.nextInt(USERS)).getBytes(StandardCharsets.UTF_8);
      var value = new byte[VALUE_BYTES];
      random.nextBytes(value);
      sent.add(new Sent(key, value, producer.send(new ProducerRecord<>(topic, key, value))));
    }
    if (random.nextInt(ONE_IN_ABORTED) == 0) {
      producer.abortTransaction();
    } else {
      commit();
      sent.forEach(this::note);
    }
  }

  /** A commit that timed out may be asked for again, until its outcome is known. */
  private void commit() {
    long end = System.nanoTime() + COMMIT_LIMIT.toNanos();
    while (true) {
      try {
        producer.commitTransaction();
        return;
      } catch (TimeoutException e) {
        if (System.nanoTime() > end) {
          throw e;
        }
      }
    }
  }

  private void note(Sent sent) {
    try {
      written.wrote(sent.place.get(), sent.key, sent.value);
    } catch (ExecutionException e) {
      throw new KafkaException("a committed record has no place", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new org.apache.kafka.common.errors.InterruptException(e);
    }
  }

  /**
   * Ends the writing.
   *
   * @return all that is committed
   * @throws RuntimeException what kept it from writing on, if anything did
   */
  SourceRecords stop() throws InterruptedException {
    stopped = true;
    if (thread != null) {
      thread.join();
    }
    var cause = fault;
    if (cause != null) {
      throw cause;
    }
    return written;
  }

  @Override
  public void close() {
    stopped = true;
    try {
      if (thread != null) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      producer.close(Duration.ofSeconds(5));
    }
  }
}
