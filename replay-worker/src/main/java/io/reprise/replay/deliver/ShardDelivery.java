package io.reprise.replay.deliver;

import io.reprise.kafka.time.Ticker;
import io.reprise.replay.checkpoint.HoleReason;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.fencing.SlotTransactions;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.plan.ShardPlan;
import io.reprise.replay.select.RecordSelection;
import io.reprise.replay.select.RecordSelector;
import io.reprise.replay.spec.OnError;
import io.reprise.replay.spec.OnMissingOffsets;
import io.reprise.replay.target.DeliveryResult;
import io.reprise.replay.target.TargetWriter;
import io.reprise.store.LogBatch;
import io.reprise.store.LogReader;
import io.reprise.store.OffsetNotInLogException;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.CorruptArchiveException;
import io.reprise.store.facts.TopicNotFoundException;
import io.reprise.store.object.store.ObjectStoreException;
import java.time.Clock;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Delivers one shard under one lease, slice by slice (steps D1-D5 of docs/protocol.md). A slice is
 * one transaction with its records and its progress record.
 *
 * <p>Threading: confined to the slot's runner, which closes the delivery. After any exception the
 * outcome of the last slice is unknown: close the delivery and claim the shard again.
 */
public final class ShardDelivery implements AutoCloseable {
  private static final long SLICE_NANOS = Duration.ofMillis(250).toNanos();
  private static final long SLICE_BYTES = 64 << 20;
  private static final Duration WAIT_FOR_DATA = Duration.ofMillis(100);
  private static final long SHORTEST_WAIT_NANOS = Duration.ofMillis(1).toNanos();
  private static final Duration PAUSE = Duration.ofMillis(20);

  /** The ways in which a delivery can end. */
  public enum End {
    DONE,
    STOPPED,
    FAILED,
    /**
     * The slot was lost or the worker shuts down. No progress record says that the delivery ended.
     */
    ABANDONED
  }

  private final Plan plan;
  private final ShardPlan shard;
  private final SlotTransactions transactions;
  private final TargetWriter target;
  private final DeliveryCheck check;
  private final RecordSelector selector;
  private final LogReader reader;
  private final SliceTally tally;
  private final SourceGuard guard;
  private final Clock clock;
  private final Ticker ticker;
  private final Pacer pacer;
  private final BatchCursor batch;
  private ShardProgress progress;

  ShardDelivery(
      Plan plan,
      ShardPlan shard,
      ShardProgress claimed,
      Deliveries.Input input,
      SlotTransactions transactions,
      TargetWriter target,
      DeliveryCheck check,
      SourceGuard guard,
      Clock clock,
      Ticker ticker) {
    this.plan = plan;
    this.shard = shard;
    this.transactions = transactions;
    this.target = target;
    this.check = check;
    this.progress = claimed;
    this.selector = new RecordSelector(plan.spec().filter(), shard, plan.topicPartitions());
    this.tally =
        new SliceTally(
            claimed,
            plan.compacted() ? HoleReason.COMPACTION_OR_TRANSACTION : HoleReason.TRANSACTION);
    this.guard = guard;
    this.reader = input.reader();
    this.batch = new BatchCursor(input.first());
    this.clock = clock;
    this.ticker = ticker;
    this.pacer = new Pacer(ticker.nanos());
  }

  /** Delivers slices until the shard is done, fails, or must stop. */
  public End run() {
    try {
      while (true) {
        var answer = check.ask();
        if (answer instanceof DeliveryCheck.Answer.Abandon) {
          return End.ABANDONED;
        }
        if (answer instanceof DeliveryCheck.Answer.Stop) {
          return end(progress.in(ShardState.STOPPED, clock.instant()), End.STOPPED);
        }
        if (answer instanceof DeliveryCheck.Answer.Deliver deliver) {
          pacer.at(deliver.share(), ticker.nanos());
          if (deliverSlice()) {
            return End.DONE;
          }
        } else {
          ticker.sleep(PAUSE);
        }
      }
    } catch (ShardFailedException e) {
      return fail(String.valueOf(e.getMessage()));
    }
  }

  /** Returns the progress record that was committed last. */
  public ShardProgress progress() {
    return progress;
  }

  /** Delivers one slice (steps D2 to D5 of docs/protocol.md). Returns whether the shard is done. */
  private boolean deliverSlice() {
    if (!await()) {
      return false;
    }
    var identity = guard.askIdentity();
    transactions.begin();
    long started = ticker.nanos();
    long taken = takeBatch(started);
    while (inSlice(started, taken) && more(started)) {
      taken += takeBatch(started);
    }
    target.flush();
    guard.requireSame(identity);
    boolean done = tally.next() == shard.range().to();
    var state = done ? ShardState.DONE : ShardState.CLAIMED;
    var now = clock.instant();
    var reached = tally.on(progress, now).in(state, now);
    transactions.commit(reached);
    progress = reached;
    return done;
  }

  private boolean inSlice(long startedNanos, long takenBytes) {
    return ticker.nanos() - startedNanos < SLICE_NANOS && takenBytes < SLICE_BYTES;
  }

  /**
   * Waits until the rate limit allows a record, then for the next offsets. Returns false if no
   * offsets have arrived.
   */
  private boolean await() {
    long wait = pacer.nanosUntilNext(ticker.nanos());
    if (wait > 0) {
      ticker.sleep(Duration.ofNanos(Math.min(wait, WAIT_FOR_DATA.toNanos())));
      return false;
    }
    return tally.next() == shard.range().to() || batchLeft() || read(WAIT_FOR_DATA);
  }

  private boolean batchLeft() {
    return tally.next() < batch.end();
  }

  /**
   * Waits within the slice, for the rate limit and for the next fetch, because one transaction for
   * each fetch would cost more than the wait. Returns whether the slice has more offsets.
   */
  private boolean more(long started) {
    long now = ticker.nanos();
    long left = started + SLICE_NANOS - now;
    long wait = pacer.nanosUntilNext(now);
    if (wait > 0) {
      if (wait >= left) {
        return false;
      }
      ticker.sleep(Duration.ofNanos(Math.max(wait, SHORTEST_WAIT_NANOS)));
    }
    return batchLeft() || read(Duration.ofNanos(Math.max(0, left - wait)));
  }

  private boolean read(Duration wait) {
    if (tally.next() == shard.range().to()) {
      return false;
    }
    try {
      batch.moveTo(reader.read(wait));
      return batchLeft();
    } catch (OffsetNotInLogException e) {
      return passTrimmed(e);
    } catch (CorruptArchiveException | ObjectStoreException | TopicNotFoundException e) {
      throw new ShardFailedException(String.valueOf(e.getMessage()));
    }
  }

  private boolean passTrimmed(OffsetNotInLogException e) {
    long logStart = e.log().from();
    boolean trimmed = e.offset() < logStart;
    if (!trimmed || plan.spec().source().onMissingOffsets() == OnMissingOffsets.FAIL) {
      throw new ShardFailedException(String.valueOf(e.getMessage()));
    }
    long upTo = Math.min(logStart, shard.range().to());
    reader.skipTo(upTo);
    tally.trimmedUpTo(upTo);
    batch.moveTo(LogBatch.nothingAt(upTo));
    return false;
  }

  /**
   * Delivers the rest of the batch, up to the limits of the slice and of the rate. Returns the
   * delivered bytes.
   */
  private long takeBatch(long started) {
    long bytes = 0;
    for (var record = batch.record(); record != null; record = batch.record()) {
      passUpTo(record.offset());
      bytes += take(record);
      batch.takeRecord();
      long now = ticker.nanos();
      if (now - started >= SLICE_NANOS || pacer.nanosUntilNext(now) > 0 || bytes >= SLICE_BYTES) {
        return bytes;
      }
    }
    passUpTo(batch.end());
    return bytes;
  }

  /** Counts the offsets before {@code offset} that have no record or that the reader skipped. */
  private void passUpTo(long offset) {
    for (var run = batch.takePassedBelow(offset);
        run.isPresent();
        run = batch.takePassedBelow(offset)) {
      pass(run.get());
    }
    tally.invisibleUpTo(offset);
  }

  private void pass(OffsetRange run) {
    tally.invisibleUpTo(run.from());
    if (selector.selectUnreadRecord() == RecordSelection.FILTERED) {
      tally.filtered(run);
    } else {
      tally.elsewhere(run);
    }
  }

  private long take(ConsumerRecord<byte[], byte[]> record) {
    guard.requireNewerEpoch(record);
    switch (selector.select(record)) {
      case FILTERED -> tally.filtered(record.offset());
      case OTHER_SHARD -> tally.elsewhere(record.offset());
      case DELIVER -> {
        return deliver(record);
      }
    }
    return 0;
  }

  private long deliver(ConsumerRecord<byte[], byte[]> record) {
    if (target.deliver(record) instanceof DeliveryResult.Refused refused) {
      if (plan.spec().onError() == OnError.STOP) {
        throw new ShardFailedException(
            "offset %d of partition %d was refused: %s; to skip such records, replay with onError SKIP"
                .formatted(record.offset(), record.partition(), refused.reason()));
      }
      tally.skipped(record.offset());
      return 0;
    }
    long bytes = RecordSize.of(record);
    tally.delivered(record, bytes);
    if (pacer.paces()) {
      pacer.used(bytes, ticker.nanos());
    }
    return bytes;
  }

  private End end(ShardProgress last, End end) {
    transactions.begin();
    transactions.commit(last);
    progress = last;
    return end;
  }

  /** Aborts the slice with all its records, then records the failure. */
  private End fail(String cause) {
    transactions.abort();
    return end(progress.failed(cause, clock.instant()), End.FAILED);
  }

  @Override
  public void close() {
    reader.close();
    target.close();
  }
}
