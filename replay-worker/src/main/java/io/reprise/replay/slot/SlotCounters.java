package io.reprise.replay.slot;

import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;

/** Counts what happens to the slots of a worker since its start. Thread-safe. */
public final class SlotCounters {
  private final LongAdder takeovers = new LongAdder();
  private final LongAdder claims = new LongAdder();
  private final LongAdder shardFailures = new LongAdder();
  private final LongAdder retries = new LongAdder();
  private final LongAdder fencings = new LongAdder();

  void tookOver() {
    takeovers.increment();
  }

  void claimed() {
    claims.increment();
  }

  void shardFailed() {
    shardFailures.increment();
  }

  /** Counts an error after which the worker takes over the slot again. */
  void transactionFailed(RuntimeException error) {
    retries.increment();
    if (isFencing(error)) {
      fencings.increment();
    }
  }

  private static boolean isFencing(@Nullable Throwable error) {
    return error != null
        && (error instanceof ProducerFencedException
            || error instanceof InvalidProducerEpochException
            || isFencing(error.getCause()));
  }

  /** Returns how often this worker has taken over a slot. Each takeover fences a former owner. */
  public long takeovers() {
    return takeovers.sum();
  }

  /** Returns how many shards this worker has claimed, without those that were found empty. */
  public long claims() {
    return claims.sum();
  }

  /** Returns how many attempts to deliver a shard have failed. */
  public long shardFailures() {
    return shardFailures.sum();
  }

  /** Returns how often an error made this worker take over a slot again. */
  public long retries() {
    return retries.sum();
  }

  /** Returns how many of the {@link #retries} another worker had caused by a takeover. */
  public long fencings() {
    return fencings.sum();
  }
}
