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
 * Delays the next attempt of this worker at a shard after its last attempt at that shard has
 * failed. The delay is longer after each further failure in a row. Other workers may attempt the
 * shard without a delay.
 *
 * <p>The delay follows from the shard's visible progress record. This worker therefore also waits
 * if it did not learn whether its commit of that record succeeded. A worker has one instance.
 * Thread-safe.
 */
public final class ShardHolds {
  private static final int MOST_REMEMBERED = 4_096;

  /**
   * The delay after this worker's failed attempt at a shard.
   *
   * @param leaseEpoch the shard's lease epoch during the failed attempt
   * @param until time before which this worker does not attempt the shard again
   */
  private record Hold(long leaseEpoch, Deadline until) {}

  private final String worker;
  private final Backoff backoff;
  private final Ticker ticker;
  private final Map<ShardKey, Hold> held = new ConcurrentHashMap<>();

  /**
   * Creates an object that delays no shard yet.
   *
   * @param worker this worker's name in progress records
   */
  public ShardHolds(String worker, Backoff backoff, Ticker ticker) {
    this.worker = worker;
    this.backoff = backoff;
    this.ticker = ticker;
  }

  /**
   * Returns whether this worker may carry out the task now. A task that only records a stop is
   * always permitted.
   */
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
