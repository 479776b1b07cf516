package io.reprise.replay.slot;

import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
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

  /**
   * Returns whether another producer has taken over the slot. A takeover first aborts the open
   * transaction, and then gets an epoch of its own. Between the two, under transaction version 2
   * (KIP-890), a broker answers the commit of the former owner with {@code INVALID_TXN_STATE}. It
   * also does so after it has aborted a transaction that was open for too long. One thread uses a
   * slot's producer and ends each transaction once, so this error has no other cause.
   */
  private static boolean isFencing(@Nullable Throwable error) {
    return error != null
        && (error instanceof ProducerFencedException
            || error instanceof InvalidProducerEpochException
            || error instanceof InvalidTxnStateException
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
