package io.reprise.replay.deliver;

import io.reprise.kafka.time.Deadline;
import io.reprise.kafka.time.Ticker;
import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.store.LogBatch;
import io.reprise.store.LogReader;
import io.reprise.store.OffsetRange;
import java.time.Duration;

/**
 * The rest of a shard, opened and its first records fetched before its turn comes: one shard's
 * delivery hides the next one's way to the log. Only a guess of where the shard will go on; it
 * fits, or is thrown away. Nothing of it is delivered before the shard is claimed.
 *
 * <p>Threading: confined to its slot's runner. Whoever opened it closes it, unless a delivery took
 * it over.
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
   * Waits for the first records, or until it is known that there are none; a second at most. Never
   * fails: what is wrong is left to the delivery to find, which knows what to do about it.
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

  /** Whether nothing is left to hand over: all of it was passed over unread. */
  public boolean isBarren() {
    return !failed && isWhole() && first.records().isEmpty();
  }

  boolean fits(ShardKey claimed, OffsetRange itsRest) {
    return !failed && shard.equals(claimed) && rest.equals(itsRest);
  }

  /** From now on the reader is the caller's to close. */
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
