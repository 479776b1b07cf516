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
 * Reads the events of a partition from an offset on, from Kafka and the archive, in a thread of its
 * own. A stream thread takes the batches of events. The stream thread never waits for the object
 * store, so it can fold its other partitions at the same time.
 *
 * <p>After an error, the read is retried with a back-off until this reader is closed. Reading ends
 * without a retry only at an offset that neither Kafka nor the archive has.
 *
 * <p>Only one stream thread may use the reader.
 */
final class MissedEventReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MissedEventReader.class);
  private static final Duration STEP = Duration.ofMillis(500);
  private static final long FIRST_BACK_OFF_MILLIS = 500;
  private static final long LONGEST_BACK_OFF_MILLIS = 30_000;
  // The largest number of batches that are read ahead, which bounds the memory. A batch is the
  // result of one request to Kafka, or one block of a segment.
  private static final int BATCHES = 2;

  private final SourceLog source;
  private final TopicPartition partition;
  private final BlockingQueue<Step> steps = new ArrayBlockingQueue<>(BATCHES);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable String waiting;
  // {@code position} is the next offset to read; {@code attempt} counts the attempts that failed in
  // a row. Only the reader's thread uses both fields.
  private long position;
  private int attempt;

  /** The result of a read: a batch of events, or the error for an offset that no tier has. */
  private sealed interface Step {
    record Read(LogBatch batch) implements Step {}

    record Missing(OffsetNotInLogException error) implements Step {}
  }

  /** Starts a thread that reads the partition's events from offset {@code from} on. */
  MissedEventReader(SourceLog source, TopicPartition partition, long from) {
    this.source = source;
    this.partition = partition;
    this.position = from;
    this.thread = new Thread(this::run, "compactor-missed-" + partition);
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Returns the next batch, in offset order; null if no batch arrives within {@code wait}.
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

  /**
   * Returns the error of the last failed attempt while no later attempt has read an event or a
   * hole; empty otherwise.
   */
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

  /**
   * Tells the reader's thread to stop, and returns without waiting for its end. The thread closes
   * the reader of the log.
   */
  @Override
  public void close() {
    closed.countDown();
    thread.interrupt();
  }
}
