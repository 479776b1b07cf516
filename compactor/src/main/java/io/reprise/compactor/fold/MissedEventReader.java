package io.reprise.compactor.fold;

import io.reprise.kafka.time.Interruption;
import io.reprise.store.LogBatch;
import io.reprise.store.LogReader;
import io.reprise.store.OffsetNotInLogException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a partition from an offset on, from all tiers, in a thread of its own. A stream thread
 * takes the batches and never waits for the object store, so its other partitions are folded at the
 * same time. An error is retried with a back-off until the reader is closed; only an offset that no
 * tier has ends the reading.
 *
 * <p>Used by one thread, besides the thread of the reader.
 */
final class MissedEventReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MissedEventReader.class);
  private static final Duration STEP = Duration.ofMillis(500);
  private static final long FIRST_BACK_OFF_MILLIS = 500;
  private static final long LONGEST_BACK_OFF_MILLIS = 30_000;
  // Bounds the memory: a batch is what one request returns, or one block of a segment.
  private static final int BATCHES = 2;

  private final SourceLog source;
  private final TopicPartition partition;
  private final BlockingQueue<Step> steps = new ArrayBlockingQueue<>(BATCHES);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable String waiting;
  // Used by the reader's thread only.
  private long position;
  private int attempt;

  /** What was read: a batch, or the error for an offset that no tier has. */
  private sealed interface Step {
    record Read(LogBatch batch) implements Step {}

    record Missing(OffsetNotInLogException error) implements Step {}
  }

  /** Starts to read. */
  MissedEventReader(SourceLog source, TopicPartition partition, long from) {
    this.source = source;
    this.partition = partition;
    this.position = from;
    this.thread = new Thread(this::run, "compactor-missed-" + partition);
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Returns the next batch, in offset order; null if none arrives within the wait.
   *
   * @throws OffsetNotInLogException when no tier has the next offset
   */
  @Nullable LogBatch next(Duration wait) {
    var step = Interruption.get(() -> steps.poll(wait.toNanos(), TimeUnit.NANOSECONDS));
    if (step instanceof Step.Missing missing) {
      throw missing.error();
    }
    return step instanceof Step.Read read ? read.batch() : null;
  }

  /** Returns why the reader waits for its next attempt; empty when it reads. */
  Optional<String> waiting() {
    return Optional.ofNullable(waiting);
  }

  private void run() {
    while (closed.getCount() > 0) {
      try {
        readOn(source.read(partition, position));
      } catch (OffsetNotInLogException e) {
        put(new Step.Missing(e));
        return;
      } catch (RuntimeException e) {
        waitAfter(e);
      }
    }
  }

  private void readOn(LogReader reader) {
    try {
      while (closed.getCount() > 0) {
        var batch = reader.read(STEP);
        if (batch.covered().isEmpty()) {
          continue; // The reader may still wait for the archive, so the last attempt has not ended.
        }
        attempt = 0;
        waiting = null;
        if (!put(new Step.Read(batch))) {
          return;
        }
        position = reader.position();
      }
    } finally {
      Interruption.runDeferred(reader::close);
    }
  }

  private boolean put(Step step) {
    return Interruption.runs(() -> steps.put(step));
  }

  private void waitAfter(RuntimeException cause) {
    if (closed.getCount() == 0) {
      return; // The error is the interruption by close().
    }
    attempt++;
    long backOffMillis =
        Math.min(LONGEST_BACK_OFF_MILLIS, FIRST_BACK_OFF_MILLIS << Math.min(attempt - 1, 6));
    waiting =
        "topic %s partition %d waits to read events from offset %d on, attempt %d failed: %s"
            .formatted(
                partition.topic(), partition.partition(), position, attempt, cause.getMessage());
    LOG.warn(
        "events that the compactor has not folded could not be read, the read is repeated after"
            + " the back-off topic={} partition={} offset={} attempt={} backOffMs={} cause={}",
        partition.topic(),
        partition.partition(),
        position,
        attempt,
        backOffMillis,
        cause.toString());
    Interruption.runs(() -> closed.await(backOffMillis, TimeUnit.MILLISECONDS));
  }

  /** Ends the reading and does not wait for the thread, which closes the log's reader. */
  @Override
  public void close() {
    closed.countDown();
    thread.interrupt();
  }
}
