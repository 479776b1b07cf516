package io.reprise.replay.deliver;

import io.reprise.kafka.time.Deadline;
import io.reprise.kafka.time.Ticker;
import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.store.LogBatch;
import io.reprise.store.LogReader;
import io.reprise.store.OffsetRange;
import java.time.Duration;

/**
 * Reads the first records of a shard before the shard gets a delivery permit. The shard then need
 * not wait for the log when the delivery of another shard has ended. The start offset is a guess:
 * the records are used if the claim begins there, otherwise dropped. Nothing is delivered before
 * the shard is claimed.
 *
 * <p>Threading: confined to the slot's runner. The opener closes this object, even after a delivery
 * has taken over the reader.
 */
public final class ReadAhead implements AutoCloseable {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  private final ShardKey shard;
  private final OffsetRange rest;
  private final LogReader reader;
  private final Ticker ticker;
  private LogBatch first;
  private boolean failed;
  private boolean takenOver;

  ReadAhead(ShardKey shard, OffsetRange rest, LogReader reader, Ticker ticker) {
    this.shard = shard;
    this.rest = rest;
    this.reader = reader;
    this.ticker = ticker;
    this.first = LogBatch.nothingAt(rest.from());
  }

  /**
   * Waits for the first records, or until it is known that there are none; for one second at most.
   * Never fails: an error is left to the delivery, which gets the same error again and handles it.
   */
  public void fetch() {
    var deadline = Deadline.after(LONGEST_WAIT, ticker);
    try {
      while (first.records().isEmpty() && !isWhole() && !deadline.isPassed()) {
        first = first.then(reader.read(deadline.left()));
      }
    } catch (RuntimeException e) {
      failed = true;
    }
  }

  private boolean isWhole() {
    return first.position() == rest.to();
  }

  /** Returns whether the rest of the shard is known to have no record that the filter selects. */
  public boolean isBarren() {
    return !failed && isWhole() && first.records().isEmpty();
  }

  boolean fits(ShardKey claimed, OffsetRange itsRest) {
    return !failed && shard.equals(claimed) && rest.equals(itsRest);
  }

  /** Hands the reader over to the caller, who closes it. */
  LogReader takeOver() {
    takenOver = true;
    return reader;
  }

  LogBatch first() {
    return first;
  }

  @Override
  public void close() {
    if (!takenOver) {
      reader.close();
    }
  }
}
