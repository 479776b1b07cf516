package io.reprise.replay.deliver;

import io.reprise.kafka.time.Deadline;
import io.reprise.kafka.time.Ticker;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.failure.Failure;
import io.reprise.replay.fencing.SlotTransactions;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.plan.ShardPlan;
import io.reprise.replay.select.RecordSelector;
import io.reprise.replay.spec.OnMissingOffsets;
import io.reprise.replay.state.Replay;
import io.reprise.replay.target.TargetWriter;
import io.reprise.runtime.log.LogFields;
import io.reprise.store.LogBatch;
import io.reprise.store.LogReader;
import io.reprise.store.OffsetNotInLogException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Delivers one shard under one lease, slice by slice (steps D1-D5 of docs/protocol.md). A slice is
 * one transaction with some records of the shard and the shard's progress record. The caller calls
 * {@link #next}, and then {@link #deliverSlice} if the answer is {@link Next.Slice}. The caller
 * thus decides when a slice is delivered, and can alternate between several shards.
 *
 * <p>Threading: confined to the slot's runner, which closes the delivery. After any exception the
 * outcome of the last slice is unknown: close the delivery and claim the shard again.
 */
public final class ShardDelivery implements AutoCloseable {
  private static final long SLICE_NANOS = Duration.ofMillis(250).toNanos();
  private static final long EARLY_SLICE_NANOS = Duration.ofMillis(20).toNanos();
  private static final Duration EARLY = Duration.ofSeconds(2);
  private static final long SLICE_BYTES = 64 << 20;
  private static final Duration LONGEST_WAIT = Duration.ofMillis(100);
  private static final Duration PAUSE = Duration.ofMillis(20);

  /** The ways in which a delivery can end. */
  public enum End {
    DONE,
    STOPPED,
    FAILED,
    /**
     * The attempt has failed, but a later attempt may succeed. The shard's progress record says
     * what the shard waits for.
     */
    RELEASED,
    /**
     * The slot was lost or the worker shuts down. The delivery wrote no progress record about its
     * end.
     */
    ABANDONED
  }

  /** What a delivery waits for before its next slice. */
  public enum WaitCause {
    /**
     * The worker's copy of the replays is older than two seconds. The delivery waits until the
     * worker has read {@code reprise.replays} to its end again.
     */
    CONTROL_STATE,
    /**
     * The delivery waits until the coordinator issues a share of the replay's rate limit to the
     * shard.
     */
    RATE_SHARE,
    /** The delivery waits until the rate limit allows the next record. */
    RATE_LIMIT,
    /** The delivery waits for records from the source. */
    SOURCE
  }

  /** What the caller of a delivery has to do next. */
  public sealed interface Next {
    /**
     * The caller delivers a slice.
     *
     * @param barren true if it is known that the rest of the shard has no record to deliver
     */
    record Slice(boolean barren) implements Next {}

    /**
     * The delivery cannot take a step now. The caller waits and asks for the next step again.
     *
     * @param time how long to wait before asking again
     */
    record Wait(Duration time, WaitCause cause) implements Next {}

    /** The delivery has ended; the caller closes it. */
    record Ended(End end) implements Next {}
  }

  private final Plan plan;
  private final ShardPlan shard;
  private final SlotTransactions transactions;
  private final TargetWriter target;
  private final DeliveryCheck check;
  private final RecordSelector selector;
  private final LogReader reader;
  private final SliceTally tally;
  private final SourceGuard sourceGuard;
  private final TargetGuard targetGuard;
  private final Parking parking;
  private final DeliveryObserver observer;
  private final Clock clock;
  private final Ticker ticker;
  private final ShardPace pace;
  private final RecordDelivery records;
  private final BatchCursor batch;
  private ShardProgress progress;
  private boolean isFirstSlice = true;
  private long sliceNanos;

  ShardDelivery(
      Replay replay,
      ShardPlan shard,
      ShardProgress claimed,
      RecordSelector selector,
      LogReader reader,
      SlotTransactions transactions,
      TargetWriter target,
      DeliveryCheck check,
      SourceGuard sourceGuard,
      TargetGuard targetGuard,
      Parking parking,
      DeliveryObserver observer,
      ShardPace pace,
      Clock clock,
      Ticker ticker) {
    this.plan = replay.plan();
    this.shard = shard;
    this.transactions = transactions;
    this.target = target;
    this.check = check;
    this.progress = claimed;
    this.selector = selector;
    this.tally = SliceTally.after(claimed, plan);
    this.sourceGuard = sourceGuard;
    this.targetGuard = targetGuard;
    this.parking = parking;
    this.observer = observer;
    this.reader = reader;
    this.batch = new BatchCursor(LogBatch.nothingAt(claimed.nextOffset()));
    this.clock = clock;
    this.ticker = ticker;
    this.pace = pace;
    this.records =
        new RecordDelivery(
            selector,
            target,
            tally,
            new RefusedRecords(plan.spec().onError(), shard, tally, parking),
            sourceGuard,
            pace,
            ticker);
    this.sliceNanos = firstSliceNanos(replay, clock);
  }

  /**
   * Returns what the caller has to do next. If the shard has to stop or has failed, this method
   * commits the progress record that says so.
   *
   * @param patience the longest time to wait for records from the source
   */
  public Next next(Duration patience) {
    var answer = check.ask();
    if (answer instanceof DeliveryCheck.Answer.Abandon) {
      return new Next.Ended(End.ABANDONED);
    }
    if (answer instanceof DeliveryCheck.Answer.Stop) {
      return new Next.Ended(end(progress.in(ShardState.STOPPED, clock.instant()), End.STOPPED));
    }
    if (answer instanceof DeliveryCheck.Answer.Wait wait) {
      return new Next.Wait(PAUSE, wait.cause());
    }
    pace.at((DeliveryCheck.Answer.Deliver) answer, ticker.nanos());
    try {
      return untilRecords(patience);
    } catch (RuntimeException e) {
      return new Next.Ended(endAfter(Failure.of(e)));
    }
  }

  /**
   * Returns whether a slice may be delivered now (step D1 of docs/protocol.md). For this, the
   * worker's copy of the replays must be recent enough, and must say that the shard may deliver.
   */
  public boolean mayDeliver() {
    return check.ask() instanceof DeliveryCheck.Answer.Deliver;
  }

  /**
   * Returns whether the delivery has to end, because its replay no longer runs, its slot is lost or
   * the worker shuts down.
   */
  public boolean mustEnd() {
    var answer = check.ask();
    return answer instanceof DeliveryCheck.Answer.Stop
        || answer instanceof DeliveryCheck.Answer.Abandon;
  }

  /** Adds this shard's fields to the log lines of the current thread; the caller closes them. */
  public LogFields logFields() {
    return ShardLogFields.of(progress.shard(), plan, shard);
  }

  /** Returns the progress record that was committed last. */
  public ShardProgress progress() {
    return progress;
  }

  /**
   * Returns {@link Next.Wait} if the rate limit allows no record yet, or if the source has returned
   * nothing within {@code patience}. Otherwise returns {@link Next.Slice}.
   */
  private Next untilRecords(Duration patience) {
    long now = ticker.nanos();
    long wait = isFirstSlice ? pace.nanosUntilNext(now) : pace.nanosUntilSlice(now);
    if (wait > 0 && !atEnd()) {
      return new Next.Wait(
          Duration.ofNanos(Math.min(wait, LONGEST_WAIT.toNanos())), WaitCause.RATE_LIMIT);
    }
    if (!atEnd() && !batchLeft() && !read(patience)) {
      return new Next.Wait(PAUSE, WaitCause.SOURCE);
    }
    return new Next.Slice(isBarren(patience));
  }

  /**
   * Returns whether it is known that the rest of the shard has no record to deliver. The reader can
   * learn this from an index of keys, without reading the records. Returns false if the reader has
   * not reached the end of the shard within {@code patience}.
   */
  private boolean isBarren(Duration patience) {
    var deadline = Deadline.after(patience, ticker);
    while (!batch.hasRecord() && Math.max(tally.next(), batch.end()) < shard.range().to()) {
      if (deadline.isPassed() || !readMore(deadline.left())) {
        return false;
      }
    }
    return !batch.hasRecord();
  }

  private boolean readMore(Duration wait) {
    try {
      batch.append(reader.read(wait));
      return true;
    } catch (OffsetNotInLogException e) {
      return false; // The read after the slice gets the same error and handles it.
    }
  }

  private boolean atEnd() {
    return tally.next() == shard.range().to();
  }

  /**
   * Delivers one slice (steps D2-D5 of docs/protocol.md). Only legal after {@link #next} has
   * returned {@link Next.Slice}.
   *
   * @param onDelivered called after the slice has read and sent its records and before its commit,
   *     so that the caller can release its delivery permit: the commit only waits for brokers. Not
   *     called if the slice fails earlier
   * @return how the delivery ended; empty if it goes on
   * @throws RuntimeException when an error occurs that a later attempt may not have; the outcome of
   *     the slice is then unknown
   */
  public Optional<End> deliverSlice(Runnable onDelivered) {
    try {
      return transferSlice(onDelivered) ? Optional.of(End.DONE) : Optional.empty();
    } catch (RuntimeException e) {
      var failure = Failure.of(e);
      if (failure instanceof Failure.Transient) {
        throw e;
      }
      return Optional.of(endAfter(failure));
    }
  }

  private boolean transferSlice(Runnable onDelivered) {
    var source = sourceGuard.askIdentity();
    var copies = targetGuard.askIdentity();
    parking.beginSlice(progress.counts().parked());
    transactions.begin();
    long started = ticker.nanos();
    long bytes = takeBatch(started);
    while (inSlice(started, bytes) && more(started)) {
      bytes += takeBatch(started);
    }
    long flushed = ticker.nanos();
    records.flush();
    sourceGuard.requireSame(source);
    targetGuard.requireSame(copies, progress.counts().delivered());
    parking.requireSame();
    var now = clock.instant();
    var advanced = tally.on(progress, now).withWritten(target.written().orElse(null));
    boolean done = atEnd() && isCovered(advanced);
    var reached =
        done
            ? advanced.in(ShardState.DONE, now)
            : advanced.in(ShardState.CLAIMED, now).withRate(pace.report(ticker.nanos()));
    onDelivered.run();
    long commitStarted = ticker.nanos();
    // First the target's own transaction, if it has one, then Kafka: what the target has stored
    // decides where the next lease continues.
    target.commit(() -> StoredProgress.of(reached));
    observer.committedInTarget();
    transactions.commit(reached);
    observer.committed(
        progress.counts(), reached.counts(), Duration.ofNanos(ticker.nanos() - commitStarted));
    pace.committed(Duration.ofNanos(ticker.nanos() - flushed));
    progress = reached;
    isFirstSlice = false;
    sliceNanos = SLICE_NANOS;
    return done;
  }

  /**
   * Returns whether this slice may write DONE (step D5 of docs/protocol.md). A slice that has
   * delivered records to a target topic or has parked records may not. It has requested the topic's
   * id before it wrote its records. If the topic is deleted and created again between this request
   * and the commit, the records are lost, and the slice does not notice it. A last slice without
   * records therefore writes DONE: it requests the id after all records of the shard are committed.
   */
  private boolean isCovered(ShardProgress advanced) {
    var before = progress.counts();
    var after = advanced.counts();
    boolean hasCopied = targetGuard.hasTopic() && after.delivered() != before.delivered();
    return !hasCopied && after.parked() == before.parked();
  }

  /**
   * Returns how long the first slice may take. The time is short if the replay has only just
   * started, so that the replay's first records are visible soon. The start time of the replay is
   * from the coordinator's clock. If that clock differs from this worker's clock, only the length
   * of the first slice changes.
   */
  private static long firstSliceNanos(Replay replay, Clock clock) {
    var started = replay.startedAt();
    return started != null && started.plus(EARLY).isAfter(clock.instant())
        ? EARLY_SLICE_NANOS
        : SLICE_NANOS;
  }

  private boolean inSlice(long startedNanos, long takenBytes) {
    return ticker.nanos() - startedNanos < sliceNanos
        && takenBytes < SLICE_BYTES
        && !target.isFull();
  }

  private boolean batchLeft() {
    return tally.next() < batch.end();
  }

  /**
   * Returns whether the slice can take more offsets. If the batch is used up, waits for the next
   * fetch, because this costs less than a transaction for each fetch. Never waits for the rate
   * limit, because the shard holds a delivery permit that other shards may need.
   */
  private boolean more(long started) {
    long now = ticker.nanos();
    return pace.nanosUntilNext(now) == 0
        && (batchLeft() || read(Duration.ofNanos(Math.max(0, started + sliceNanos - now))));
  }

  private boolean read(Duration wait) {
    if (atEnd()) {
      return false;
    }
    try {
      batch.moveTo(reader.read(wait));
      return batchLeft();
    } catch (OffsetNotInLogException e) {
      return passTrimmed(e);
    }
  }

  private boolean passTrimmed(OffsetNotInLogException e) {
    long logStart = e.log().from();
    boolean trimmed = e.offset() < logStart;
    if (!trimmed || plan.spec().source().onMissingOffsets() == OnMissingOffsets.FAIL) {
      throw e;
    }
    long upTo = Math.min(logStart, shard.range().to());
    reader.skipTo(upTo);
    tally.trimmedUpTo(upTo);
    batch.moveTo(LogBatch.nothingAt(upTo));
    return false;
  }

  /**
   * Delivers the rest of the batch, or as much of it as the size of a slice, the rate limit and the
   * target allow. Returns the number of delivered bytes.
   */
  private long takeBatch(long started) {
    long bytes = 0;
    for (var record = batch.record(); record != null; record = batch.record()) {
      passUpTo(record.offset());
      bytes += records.take(record);
      batch.takeRecord();
      long now = ticker.nanos();
      if (now - started >= sliceNanos
          || pace.nanosUntilNext(now) > 0
          || bytes >= SLICE_BYTES
          || target.isFull()) {
        return bytes;
      }
    }
    passUpTo(batch.end());
    return bytes;
  }

  /**
   * Counts all offsets below {@code offset} that are not counted yet. Offsets that the reader
   * skipped because of their keys are counted as filtered or as records of another shard. All other
   * offsets have no record and are counted as holes.
   */
  private void passUpTo(long offset) {
    for (var run = batch.takePassedBelow(offset);
        run.isPresent();
        run = batch.takePassedBelow(offset)) {
      tally.passed(run.get(), selector.selectUnreadRecord());
    }
    tally.invisibleUpTo(offset);
  }

  private End end(ShardProgress last, End end) {
    transactions.begin();
    transactions.commit(last);
    progress = last;
    return end;
  }

  /**
   * Aborts the transaction of the slice, then commits a progress record with the failure. Returns
   * how the delivery ended.
   */
  private End endAfter(Failure failure) {
    transactions.abort();
    var record = new FailedAttempt(failure).recordAfter(progress, clock.instant());
    return end(record, failure.isPermanent() ? End.FAILED : End.RELEASED);
  }

  @Override
  public void close() {
    reader.close();
    target.close();
  }
}
