package io.reprise.rehydrate.read;

import io.reprise.rehydrate.parallel.StopSignal;
import io.reprise.store.LogBatch;
import io.reprise.store.LogReader;
import io.reprise.store.OffsetNotInLogException;
import java.time.Duration;

/**
 * Reads a partition of the log. A read fails when the log has returned nothing for longer than a
 * limit, or when the run is stopped. Confined to one thread; closing this reader closes the
 * underlying reader.
 */
public final class StallCheckedReader implements AutoCloseable {
  private static final Duration WAIT = Duration.ofMillis(200);

  private final LogReader reader;
  private final String partition;
  private final long stallNanos;
  private final StopSignal stop;
  private long lastNanos = System.nanoTime();

  /**
   * Creates a reader over {@code reader}, which it closes.
   *
   * @param partition topic and partition, for messages
   * @param stall how long to wait without any progress
   */
  public StallCheckedReader(LogReader reader, String partition, Duration stall, StopSignal stop) {
    this.reader = reader;
    this.partition = partition;
    this.stallNanos = stall.toNanos();
    this.stop = stop;
  }

  /** Returns the next batch; the batch covers no offset if nothing arrived within 200 ms. */
  public LogBatch next() {
    return next(WAIT);
  }

  /** Returns the next batch; the batch covers no offset if nothing arrived within {@code wait}. */
  public LogBatch next(Duration wait) {
    stop.check();
    try {
      var batch = reader.read(wait);
      observe(batch);
      return batch;
    } catch (OffsetNotInLogException e) {
      throw new TailMissingException(partition, e);
    }
  }

  private void observe(LogBatch batch) {
    long now = System.nanoTime();
    if (!batch.covered().isEmpty()) {
      lastNanos = now;
    } else if (now - lastNanos > stallNanos) {
      throw new LogStalledException(
          partition, reader.position(), Duration.ofNanos(now - lastNanos));
    }
  }

  public long position() {
    return reader.position();
  }

  @Override
  public void close() {
    reader.close();
  }
}
