package io.reprise.trials.chaos.compactor;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.reprise.trials.load.RestartTolerantTransactions;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A producer that writes users' events continuously, in transactions. Some of the transactions are
 * aborted. Events have one of four types, or no type, or are tombstones. The reducer {@code
 * count-by-type} cannot fold an event without a type.
 *
 * <p>One thread starts and closes the writer, which writes in a thread of its own.
 */
final class FoldWriter implements AutoCloseable {
  private static final List<String> TYPES = List.of("signed-up", "ordered", "paid", "returned");
  private static final int USERS = 400;
  private static final int IN_A_TRANSACTION = 40;
  private static final int ONE_IN_ABORTED = 12;
  private static final int ONE_IN_TOMBSTONES = 40;
  private static final int ONE_IN_UNTYPED = 30;
  private static final int VALUE_BYTES = 60;

  private final String topic;
  private final Random random;
  private final long pauseNanos;
  private final RestartTolerantTransactions transactions;
  private final AtomicLong committed = new AtomicLong();
  private final Thread thread;
  private volatile boolean stopped;
  private volatile @Nullable RuntimeException fault;

  FoldWriter(String bootstrapServers, String topic, long seed, int perSecond) {
    this.topic = topic;
    this.random = new Random(seed);
    this.pauseNanos = IN_A_TRANSACTION * 1_000_000_000L / perSecond;
    this.transactions = new RestartTolerantTransactions(bootstrapServers, topic + "-writer");
    this.thread = new Thread(this::write, "writer-" + topic);
    thread.start();
  }

  private void write() {
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
    for (int i = 0; i < IN_A_TRANSACTION; i++) {
      transactions.send(event());
    }
    if (random.nextInt(ONE_IN_ABORTED) == 0) {
      transactions.abort();
    } else {
      transactions.commit();
      committed.addAndGet(IN_A_TRANSACTION);
    }
  }

  private ProducerRecord<byte[], byte[]> event() {
    var key = ("user-" + random.nextInt(USERS)).getBytes(UTF_8);
    if (random.nextInt(ONE_IN_TOMBSTONES) == 0) {
      return new ProducerRecord<>(topic, key, null);
    }
    var value = new byte[VALUE_BYTES];
    random.nextBytes(value);
    var event = new ProducerRecord<>(topic, key, value);
    if (random.nextInt(ONE_IN_UNTYPED) > 0) {
      event.headers().add("ce_type", TYPES.get(random.nextInt(TYPES.size())).getBytes(UTF_8));
    }
    return event;
  }

  /** Returns the number of events committed so far. */
  long committed() {
    var cause = fault;
    if (cause != null) {
      throw cause;
    }
    return committed.get();
  }

  @Override
  public void close() throws InterruptedException {
    stopped = true;
    thread.join();
    transactions.close();
  }
}
