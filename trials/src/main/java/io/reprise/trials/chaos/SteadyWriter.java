package io.reprise.trials.chaos;

import io.reprise.local.audit.SourceRecords;
import io.reprise.trials.load.RestartTolerantTransactions;
import io.reprise.trials.load.TopicLoad;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * A producer that writes transactions continuously, aborts some of them, and remembers the records
 * that it has committed. A replay must deliver exactly these committed records. This object knows
 * the records from its own writes, independently of the replay.
 *
 * <p>One thread calls {@link #write}, then {@link #keepWriting}, then {@link #stop}. Between the
 * last two calls, a thread of this object writes.
 */
final class SteadyWriter implements AutoCloseable {
  private static final int IN_A_TRANSACTION = 200;
  private static final int ONE_IN_ABORTED = 8;
  private static final int USERS = 500;
  private static final int VALUE_BYTES = 200;

  private final String topic;
  private final Random random;
  private final RestartTolerantTransactions transactions;
  private final SourceRecords written;
  private @Nullable Thread thread;
  private volatile boolean stopped;
  private volatile @Nullable RuntimeException fault;

  /** A record that was sent, but whose transaction is not committed yet. */
  private record Sent(byte[] key, byte[] value, Future<RecordMetadata> place) {}

  SteadyWriter(String bootstrapServers, String topic, int partitions, long seed) {
    this.topic = topic;
    this.random = new Random(seed);
    this.written = SourceRecords.none(partitions);
    this.transactions = new RestartTolerantTransactions(bootstrapServers, topic + "-writer");
  }

  /** Writes as fast as possible until at least {@code events} records are committed. */
  void write(int events) {
    while (written.count() < events) {
      writeTransaction();
    }
  }

  /** Starts to write about {@code perSecond} records per second, until {@link #stop} is called. */
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
    transactions.begin();
    var sent = new ArrayList<Sent>();
    for (int i = 0; i < IN_A_TRANSACTION; i++) {
      var key = TopicLoad.user(random.nextInt(USERS)).getBytes(StandardCharsets.UTF_8);
      var value = new byte[VALUE_BYTES];
      random.nextBytes(value);
      sent.add(new Sent(key, value, transactions.send(new ProducerRecord<>(topic, key, value))));
    }
    if (random.nextInt(ONE_IN_ABORTED) == 0) {
      transactions.abort();
    } else {
      transactions.commit();
      sent.forEach(this::note);
    }
  }

  private void note(Sent sent) {
    try {
      written.wrote(sent.place.get(), sent.key, sent.value);
    } catch (ExecutionException e) {
      throw new KafkaException("a committed record has no offset", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new org.apache.kafka.common.errors.InterruptException(e);
    }
  }

  /**
   * Stops writing.
   *
   * @return all committed records
   * @throws RuntimeException the error that ended the writing early, if there was one
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
      transactions.close();
    }
  }
}
