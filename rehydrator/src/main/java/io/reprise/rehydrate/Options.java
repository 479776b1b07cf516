package io.reprise.rehydrate;

import io.reprise.rehydrate.target.Reuse;
import java.time.Duration;

/** How a run is done. */
record Options(
    int threads,
    int batchEvents,
    long aheadBytes,
    Duration stall,
    boolean following,
    boolean anew,
    int sample,
    double maxShare,
    ProgressListener listener) {
  static final Options DEFAULT =
      new Options(
          2, 5_000, 64 << 20, Duration.ofMinutes(1), false, false, 200, 1, ProgressListener.NONE);

  Options {
    require(threads > 0, "threads", threads, "use 1 or more");
    require(batchEvents > 0, "batchEvents", batchEvents, "use 1 or more");
    require(aheadBytes >= 0, "aheadBytes", aheadBytes, "use 0 or more");
    require(stall.toMillis() > 0, "stall", stall, "use a positive duration");
    require(sample >= 0, "keys to compare", sample, "use 0 or more");
    require(maxShare >= 0 && maxShare <= 1, "maxShare", maxShare, "use 0 to 1");
  }

  private static void require(boolean holds, String name, Object value, String remedy) {
    if (!holds) {
      throw new IllegalArgumentException("%s is %s: %s".formatted(name, value, remedy));
    }
  }

  Options threads(int count) {
    return new Options(
        count, batchEvents, aheadBytes, stall, following, anew, sample, maxShare, listener);
  }

  Options batchEvents(int count) {
    return new Options(
        threads, count, aheadBytes, stall, following, anew, sample, maxShare, listener);
  }

  Options aheadBytes(long bytes) {
    return new Options(
        threads, batchEvents, bytes, stall, following, anew, sample, maxShare, listener);
  }

  Options stall(Duration limit) {
    return new Options(
        threads, batchEvents, aheadBytes, limit, following, anew, sample, maxShare, listener);
  }

  Options follow() {
    return new Options(
        threads, batchEvents, aheadBytes, stall, true, anew, sample, maxShare, listener);
  }

  Options startAnew() {
    return new Options(
        threads, batchEvents, aheadBytes, stall, following, true, sample, maxShare, listener);
  }

  Options comparing(int keys, double share) {
    return new Options(
        threads, batchEvents, aheadBytes, stall, following, anew, keys, share, listener);
  }

  Options listener(ProgressListener heard) {
    return new Options(
        threads, batchEvents, aheadBytes, stall, following, anew, sample, maxShare, heard);
  }

  Reuse reuse() {
    return anew ? Reuse.NOTHING : following ? Reuse.VISIBLE : Reuse.UNFINISHED;
  }
}
