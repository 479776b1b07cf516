package io.reprise.rehydrate.run;

import io.reprise.rehydrate.report.ProgressListener;
import io.reprise.rehydrate.target.Reuse;
import java.time.Duration;

/**
 * The settings of a rehydration run: its threads, batches and memory, how long it waits for the
 * log, which version it works on, and how it compares versions.
 */
public record RunOptions(
    int threads,
    int batchEvents,
    long aheadBytes,
    Duration stall,
    boolean following,
    boolean anew,
    int sample,
    double maxShare,
    ProgressListener listener) {
  public static final RunOptions DEFAULT =
      new RunOptions(
          2, 5_000, 64 << 20, Duration.ofMinutes(1), false, false, 200, 1, ProgressListener.NONE);

  public RunOptions {
    require(threads > 0, "threads", threads, "use 1 or more");
    require(batchEvents > 0, "batchEvents", batchEvents, "use 1 or more");
    require(aheadBytes >= 0, "aheadBytes", aheadBytes, "use 0 or more");
    require(stall.toMillis() > 0, "stall", stall.toMillis() + " ms", "use a positive duration");
    require(sample >= 0, "keys to compare", sample, "use 0 or more");
    require(maxShare >= 0 && maxShare <= 1, "maxShare", maxShare, "use 0 to 1");
  }

  private static void require(boolean holds, String name, Object value, String remedy) {
    if (!holds) {
      throw new IllegalArgumentException("%s is %s: %s".formatted(name, value, remedy));
    }
  }

  public RunOptions threads(int count) {
    return new RunOptions(
        count, batchEvents, aheadBytes, stall, following, anew, sample, maxShare, listener);
  }

  public RunOptions batchEvents(int count) {
    return new RunOptions(
        threads, count, aheadBytes, stall, following, anew, sample, maxShare, listener);
  }

  public RunOptions aheadBytes(long bytes) {
    return new RunOptions(
        threads, batchEvents, bytes, stall, following, anew, sample, maxShare, listener);
  }

  public RunOptions stall(Duration limit) {
    return new RunOptions(
        threads, batchEvents, aheadBytes, limit, following, anew, sample, maxShare, listener);
  }

  public RunOptions follow() {
    return new RunOptions(
        threads, batchEvents, aheadBytes, stall, true, anew, sample, maxShare, listener);
  }

  public RunOptions startAnew() {
    return new RunOptions(
        threads, batchEvents, aheadBytes, stall, following, true, sample, maxShare, listener);
  }

  public RunOptions comparing(int keys, double share) {
    return new RunOptions(
        threads, batchEvents, aheadBytes, stall, following, anew, keys, share, listener);
  }

  public RunOptions listener(ProgressListener listener) {
    return new RunOptions(
        threads, batchEvents, aheadBytes, stall, following, anew, sample, maxShare, listener);
  }

  public Reuse reuse() {
    return anew ? Reuse.NOTHING : following ? Reuse.VISIBLE : Reuse.UNFINISHED;
  }
}
