package io.reprise.runtime.http;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Counts the requests of each caller against a rate, with a token bucket of one second each.
 * Remembers a bounded number of callers, whoever calls: beyond it, further callers share one bucket
 * until others have been quiet for a second. Thread-safe.
 */
final class RequestRates {
  /** What becomes of a request. */
  enum Verdict {
    ADMITTED,
    REFUSED,
    /** Refused, and the first of the caller's refusals in a minute. */
    REFUSED_FIRST
  }

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
  private static final String OTHERS = "";

  private final int perSecond;
  private final int mostCallers;
  private final LongSupplier nanoTime;
  private final ConcurrentHashMap<String, Bucket> callers = new ConcurrentHashMap<>();
  private final AtomicLong sweptNanos;

  RequestRates(int perSecond, int mostCallers, LongSupplier nanoTime) {
    this.perSecond = perSecond;
    this.mostCallers = mostCallers;
    this.nanoTime = nanoTime;
    this.sweptNanos = new AtomicLong(nanoTime.getAsLong());
  }

  /** Counts a request of a caller, and says what becomes of it. */
  Verdict count(String caller) {
    long now = nanoTime.getAsLong();
    var known = callers.get(caller);
    return (known == null ? admitted(caller, now) : known).take(now);
  }

  private Bucket admitted(String caller, long now) {
    if (callers.size() >= mostCallers) {
      forgetQuietOnes(now);
    }
    var name = callers.size() < mostCallers ? caller : OTHERS;
    return callers.computeIfAbsent(name, n -> new Bucket(now));
  }

  /** Goes through all callers once a second at most, so that many new callers cost little. */
  private void forgetQuietOnes(long now) {
    long swept = sweptNanos.get();
    if (now - swept >= SECOND && sweptNanos.compareAndSet(swept, now)) {
      callers.values().removeIf(bucket -> bucket.isQuiet(now));
    }
  }

  int remembered() {
    return callers.size();
  }

  /** The requests that a caller may send at once, refilled as time passes. */
  private final class Bucket {
    private double left = perSecond;
    private long filledNanos;
    private long toldNanos;
    private boolean wasTold;

    Bucket(long now) {
      this.filledNanos = now;
    }

    synchronized Verdict take(long now) {
      double passed = Math.max(0, now - filledNanos) / (double) SECOND;
      left = Math.min(perSecond, left + passed * perSecond);
      filledNanos = now;
      if (left >= 1) {
        left--;
        return Verdict.ADMITTED;
      }
      if (wasTold && now - toldNanos < MINUTE) {
        return Verdict.REFUSED;
      }
      wasTold = true;
      toldNanos = now;
      return Verdict.REFUSED_FIRST;
    }

    /** A bucket of a second ago is full again, unless its refusals are to be told once a minute. */
    synchronized boolean isQuiet(long now) {
      return now - filledNanos >= (wasTold ? MINUTE : SECOND);
    }
  }
}
