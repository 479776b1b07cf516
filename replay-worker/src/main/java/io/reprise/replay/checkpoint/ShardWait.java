package io.reprise.replay.checkpoint;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says why a shard waits for its next attempt after a failed one. The shard's progress records
 * contain this value until the shard makes progress.
 *
 * @param reason whether the same worker repeats the attempt or another worker makes it
 * @param since when an attempt first failed for this reason; all attempts since then have failed
 *     for the same reason
 * @param attempt how many attempts have failed in a row
 * @param error the error of the last failed attempt, as shown to operators
 * @param workers the names of the workers that could not run the shard; empty for any other reason
 *     than {@link Reason#WORKER}
 */
public record ShardWait(
    Reason reason, Instant since, int attempt, String error, List<String> workers) {

  /** Says which worker makes the next attempt. */
  public enum Reason {
    /** The error may go away without any change. The owner of the slot repeats the attempt. */
    RETRY,
    /**
     * None of the workers in {@code workers} could run the shard. A worker that is not in this list
     * may be able to run it.
     */
    WORKER,
    /**
     * A transaction of the slot may hang in a partition that could not be checked yet. The shard
     * must not deliver before the partition was checked. The owner of the slot repeats the check.
     */
    CHECK;

    /**
     * Reads a reason. A reason that only later versions of Reprise know is read as {@link #RETRY}.
     */
    @JsonCreator
    static Reason parse(String name) {
      return name.equals(WORKER.name()) ? WORKER : name.equals(CHECK.name()) ? CHECK : RETRY;
    }
  }

  public ShardWait {
    workers = workers == null ? List.of() : List.copyOf(workers);
  }

  /**
   * Returns the wait of a shard after an error that may go away without any change.
   *
   * @param before the wait in the shard's progress record before this error; null if that record
   *     has no wait
   */
  public static ShardWait retry(@Nullable ShardWait before, String error, Instant now) {
    return new ShardWait(
        Reason.RETRY, since(before, Reason.RETRY, now), failures(before) + 1, error, List.of());
  }

  /**
   * Returns the wait of a shard that must not deliver yet: a transaction of its slot may hang in a
   * partition, and this partition could not be checked.
   */
  public static ShardWait forCheck(@Nullable ShardWait before, String error, Instant now) {
    return new ShardWait(
        Reason.CHECK, since(before, Reason.CHECK, now), failures(before) + 1, error, List.of());
  }

  /**
   * Returns the wait of a shard after an error of the worker {@code worker}. Another worker may be
   * able to run the shard. Adds {@code worker} to the workers that could not run the shard.
   */
  public static ShardWait forAnotherWorker(
      @Nullable ShardWait before, String worker, String error, Instant now) {
    var workers = new ArrayList<>(before == null ? List.<String>of() : before.workers);
    if (!workers.contains(worker)) {
      workers.add(worker);
    }
    return new ShardWait(
        Reason.WORKER, since(before, Reason.WORKER, now), failures(before) + 1, error, workers);
  }

  private static Instant since(@Nullable ShardWait before, Reason reason, Instant now) {
    return before != null && before.reason == reason ? before.since : now;
  }

  private static int failures(@Nullable ShardWait before) {
    return before == null ? 0 : before.attempt;
  }
}
