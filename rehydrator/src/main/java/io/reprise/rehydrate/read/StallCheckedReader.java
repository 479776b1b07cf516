package io.reprise.rehydrate.read;

import io.reprise.rehydrate.parallel.StopSignal;
import io.reprise.store.LogBatch;
import io.reprise.store.LogReader;
import io.reprise.store.OffsetNotInLogException;
import java.time.Duration;

/**
 * A reader that ends when it is told to, or when nothing comes for too long. Confined to one
 * thread; closes its reader with itself.
 */
public final class StallCheckedReader implements AutoCloseable {
  private static final Duration WAIT = Duration.ofMillis(200);

  private final LogReader reader;
  private final String partition;
  private final long stallNanos;
  private final StopSignal stop;
  private long lastNanos = System.nanoTime();

  /**
   * @param partition its name, for messages
   * @param stall how long it may stand still
   */
  public StallCheckedReader(LogReader reader, String partition, Duration stall, StopSignal stop) {
    this.reader = reader;
    this.partition = partition;
    this.stallNanos = stall.toNanos();
    this.stop = stop;
  }

  /** The next step that covers something, or one that covers nothing if none came for a moment. */
  public LogBatch next() {
    return next(WAIT);
  }

  /** As {@link #next()}, waiting so long at most. */
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
