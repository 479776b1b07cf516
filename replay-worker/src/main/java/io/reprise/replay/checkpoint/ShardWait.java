package io.reprise.replay.checkpoint;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a shard that failed waits for its next attempt. Part of its progress record, until the shard
 * makes progress.
 *
 * @param reason whose error it was
 * @param since when the first of the attempts in a row failed for this reason
 * @param attempt how many attempts have failed in a row
 * @param error the last error, as shown to operators
 * @param workers the names of the workers that could not run the shard; empty for {@link
 *     Reason#RETRY}
 */
public record ShardWait(
    Reason reason, Instant since, int attempt, String error, List<String> workers) {

  /** Why the shard waits. */
  public enum Reason {
    /** The error can pass by itself: the owner of the slot repeats the attempt. */
    RETRY,
    /** Each of the workers named could not run the shard: another one may be able to. */
    WORKER;

    /** A reason that a later version has added is read as {@link #RETRY}. */
    @JsonCreator
    static Reason parse(String name) {
      return name.equals(WORKER.name()) ? WORKER : RETRY;
    }
  }

  public ShardWait {
    workers = workers == null ? List.of() : List.copyOf(workers);
  }

  /** The wait after an error that can pass by itself. */
  public static ShardWait retry(@Nullable ShardWait before, String error, Instant now) {
    return new ShardWait(
        Reason.RETRY, since(before, Reason.RETRY, now), failures(before) + 1, error, List.of());
  }

  /** The wait after an error of a worker. */
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
