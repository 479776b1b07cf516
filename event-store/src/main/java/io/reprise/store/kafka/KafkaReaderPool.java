package io.reprise.store.kafka;

import io.reprise.kafka.client.ConsumerRole;
import io.reprise.kafka.time.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lends consumers to readers of any number of partitions, and never has more consumers than its
 * limit. A consumer has buffers, connections to the brokers and a fetch session on each of them, so
 * one consumer for each partition would not be bounded by configuration.
 *
 * <p>A consumer keeps its assignment and the records that it has fetched until another partition
 * borrows it. The pool lends a partition the consumer that has read it last, if that one is free.
 *
 * <p>Thread-safe; a {@link BorrowedReader} is confined to one thread at a time. No method waits for
 * a consumer or for Kafka. {@link #close()} closes the consumers that are not lent; the others are
 * closed when they are given back.
 */
public final class KafkaReaderPool implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaReaderPool.class);

  /**
   * A fetch for one partition must have been answered before the consumer can ask the same broker
   * about another one. Only partitions with records to read are read, so a fetch need not wait for
   * records.
   */
  private static final int FETCH_WAIT_MILLIS = 20;

  private static final int ANSWER_LIMIT_MILLIS = 5_000;
  private static final Duration FIRST_WAIT = Duration.ofMillis(500);
  private static final int MOST_DOUBLINGS = 6;

  private final Supplier<? extends Consumer<byte[], byte[]>> opener;
  private final int most;
  private final Ticker ticker;
  private final Deque<Idle> idle = new ArrayDeque<>();
  private int open;
  private int lentAfterSilence;
  private int failures;
  private long failedAtNanos;
  private String cause = "";
  private boolean closed;

  /**
   * Creates a pool without connecting to the cluster.
   *
   * @param clientSettings Kafka's settings to reach the cluster; see {@link
   *     ConsumerRole#rangeReader}
   * @param most the most consumers that are open at a time, 1 or more
   */
  public KafkaReaderPool(Map<String, Object> clientSettings, int most) {
    this(role(clientSettings)::open, most, Ticker.SYSTEM);
  }

  /**
   * Creates a pool of consumers that {@code opener} creates.
   *
   * @param most the most consumers that are open at a time, 1 or more
   */
  public KafkaReaderPool(
      Supplier<? extends Consumer<byte[], byte[]>> opener, int most, Ticker ticker) {
    if (most < 1) {
      throw new IllegalArgumentException("a pool needs at least one consumer, not " + most);
    }
    this.opener = opener;
    this.most = most;
    this.ticker = ticker;
  }

  /** Returns the role of the pool's consumers. */
  public static ConsumerRole role(Map<String, Object> clientSettings) {
    return ConsumerRole.rangeReader(clientSettings)
        .with(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MILLIS)
        .with(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_LIMIT_MILLIS);
  }

  /** What the last read of a partition returned. */
  public enum LastRead {
    /** Records, or the partition was not read yet. */
    RECORDS,
    /**
     * No records, although the log has some. At most half of the consumers are lent to partitions
     * with this result at a time, so that a broker that does not answer cannot hold up the
     * partitions of other brokers.
     */
    SILENCE
  }

  /** A consumer that is lent to a partition. */
  record Loan(Consumer<byte[], byte[]> consumer, TopicPartition partition, LastRead last) {}

  /** A consumer that is not lent, with its assignment and its position. */
  private record Idle(
      Consumer<byte[], byte[]> consumer, TopicPartition partition, OffsetAndMetadata next) {
    boolean isAt(TopicPartition other, OffsetAndMetadata from) {
      return partition.equals(other) && next.offset() == from.offset();
    }
  }

  /**
   * Borrows a consumer and positions it at {@code from}. The caller closes the returned reader
   * soon: other partitions wait for its consumer.
   *
   * @param from start of the reads; if it has a leader epoch, the records before it are checked
   *     against the partition's log (see {@link BorrowedReader#next()})
   * @return the reader; empty if no consumer is free for this partition now, or the pool is closed
   * @throws NoConsumerException if consumers have failed and the pool does not open another one
   *     yet; a later retry is safe
   * @throws org.apache.kafka.common.KafkaException if a consumer cannot be opened; a later retry is
   *     safe
   */
  public Optional<BorrowedReader> tryBorrow(
      TopicPartition partition, OffsetAndMetadata from, LastRead last) {
    Idle kept;
    synchronized (this) {
      if (closed || last == LastRead.SILENCE && lentAfterSilence >= Math.max(1, most / 2)) {
        return Optional.empty();
      }
      kept = takeIdle(partition);
      if (kept == null) {
        if (open == most) {
          return Optional.empty();
        }
        requireOpeningAllowed();
        open++;
      }
      lentAfterSilence += last == LastRead.SILENCE ? 1 : 0;
    }
    var loan = new Loan(kept == null ? openFor(last) : kept.consumer, partition, last);
    try {
      var reader =
          kept != null && kept.isAt(partition, from)
              ? KafkaLogReader.continueAt(loan.consumer, partition, from)
              : KafkaLogReader.openAt(loan.consumer, partition, from);
      return Optional.of(new BorrowedReader(this, loan, reader));
    } catch (RuntimeException e) {
      giveBack(loan, from, e);
      throw e;
    }
  }

  /**
   * Removes the consumer that has read {@code partition} last from the idle ones. If it is not
   * there and no further consumer can be opened, removes the one that has been idle longest.
   */
  private @Nullable Idle takeIdle(TopicPartition partition) {
    for (var free : idle) {
      if (free.partition.equals(partition)) {
        idle.remove(free);
        return free;
      }
    }
    return open < most && isOpeningAllowed() ? null : idle.pollFirst();
  }

  private Consumer<byte[], byte[]> openFor(LastRead last) {
    try {
      return opener.get();
    } catch (RuntimeException e) {
      synchronized (this) {
        release(last);
        noteFailure(e);
      }
      throw e;
    }
  }

  private void release(LastRead last) {
    open--;
    lentAfterSilence -= last == LastRead.SILENCE ? 1 : 0;
  }

  /**
   * Takes a consumer back, and closes it if the pool is closed or the consumer has failed.
   *
   * @param fatal the error of the consumer; null if it can be lent again
   */
  void giveBack(Loan loan, OffsetAndMetadata next, @Nullable RuntimeException fatal) {
    boolean kept;
    synchronized (this) {
      kept = fatal == null && !closed;
      release(loan.last);
      if (kept) {
        open++;
        idle.addLast(new Idle(loan.consumer, loan.partition, next));
      }
      if (fatal != null) {
        noteFailure(fatal);
      }
    }
    if (!kept) {
      close(loan.consumer);
    }
  }

  private void noteFailure(RuntimeException error) {
    failures++;
    failedAtNanos = ticker.nanos();
    cause = String.valueOf(error.getMessage());
    LOG.warn("consumer failed and was closed attempt={} cause={}", failures, cause);
  }

  /** Notes that a consumer of this pool has read records: the next failure is the first one. */
  synchronized void noteSuccess() {
    failures = 0;
  }

  private boolean isOpeningAllowed() {
    return failures == 0 || ticker.nanos() - failedAtNanos >= backOff().toNanos();
  }

  private void requireOpeningAllowed() {
    if (!isOpeningAllowed()) {
      throw new NoConsumerException(
          "no consumer is opened within %d ms after the last failure of a consumer (%d in a row): %s"
              .formatted(backOff().toMillis(), failures, cause));
    }
  }

  /** Returns the time between the last failure and the opening of the next consumer. */
  private Duration backOff() {
    return FIRST_WAIT.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
  }

  private static void close(Consumer<byte[], byte[]> consumer) {
    try {
      consumer.close(CloseOptions.timeout(Duration.ZERO));
    } catch (RuntimeException e) {
      LOG.debug("consumer reported an error while it was closed cause={}", e.getMessage());
    }
  }

  @Override
  public void close() {
    Deque<Idle> free;
    synchronized (this) {
      closed = true;
      free = new ArrayDeque<>(idle);
      idle.clear();
      open -= free.size();
    }
    free.forEach(one -> close(one.consumer));
  }
}
