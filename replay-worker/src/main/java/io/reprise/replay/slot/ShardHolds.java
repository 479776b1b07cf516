package io.reprise.replay.slot;

import io.reprise.kafka.time.Deadline;
import io.reprise.kafka.time.Ticker;
import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.failure.Backoff;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps this worker from beginning a shard again at once after its attempt has failed. The delay
 * grows with each failure in a row. It follows from the shard's progress record, so that it is kept
 * also if the outcome of the commit of that record was unknown. Another worker may begin the shard
 * without a delay. One for a worker; thread-safe.
 */
public final class ShardHolds {
  private static final int MOST_REMEMBERED = 4_096;

  /** How long to hold the shard back after the attempt under one lease. */
  private record Hold(long leaseEpoch, Deadline until) {}

  private final String worker;
  private final Backoff backoff;
  private final Ticker ticker;
  private final Map<ShardKey, Hold> held = new ConcurrentHashMap<>();

  /**
   * @param worker this worker's name in progress records
   */
  public ShardHolds(String worker, Backoff backoff, Ticker ticker) {
    this.worker = worker;
    this.backoff = backoff;
    this.ticker = ticker;
  }

  /** Whether this worker may take the step now. A step that only records a stop is permitted. */
  public boolean permits(ShardTask task) {
    var last = task.last();
    if (task.kind() == ShardTask.Kind.STOP || last == null || !holdsBack(task, last)) {
      return true;
    }
    if (held.size() > MOST_REMEMBERED) {
      held.values().removeIf(hold -> hold.until.isPassed());
    }
    return held.compute(task.key(), (shard, before) -> hold(last, before)).until.isPassed();
  }

  private boolean holdsBack(ShardTask task, ShardProgress last) {
    return last.state() == ShardState.STOPPED
        && last.waiting() != null
        && last.worker().equals(worker)
        && last.attempt() == task.replay().attempt();
  }

  private Hold hold(ShardProgress last, @Nullable Hold before) {
    if (before != null && before.leaseEpoch == last.leaseEpoch()) {
      return before;
    }
    int failures = last.waiting() == null ? 1 : last.waiting().attempt();
    return new Hold(last.leaseEpoch(), Deadline.after(backoff.after(failures), ticker));
  }

  Backoff backoff() {
    return backoff;
  }
}
