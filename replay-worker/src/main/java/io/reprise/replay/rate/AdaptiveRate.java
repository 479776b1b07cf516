package io.reprise.replay.rate;

import io.reprise.replay.spec.Adaptive;
import io.reprise.replay.target.TargetLoad;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Decides how many records per second a shard of an adaptive replay may deliver: additive increase,
 * multiplicative decrease (Chiu and Jain, 1989).
 *
 * <ul>
 *   <li>A shard begins with {@link #FIRST} records/s and doubles its rate each second until
 *       something slows it down for the first time, as slow start in TCP does.
 *   <li>A refusal, a long latency or a broker's throttling halves the rate, at most once in 250 ms.
 *       The rate then stays for {@link #HOLD}.
 *   <li>After that, the rate grows by a twentieth of the best rate that the shard has reached, each
 *       second. So a shard is back at its best rate at most 24 s after its target has recovered.
 *   <li>The rate grows only if the shard has used most of it. A shard that is slow for another
 *       reason does not collect a rate that would overrun the target later.
 *   <li>The lag of a live group limits the rate at once: in two seconds, all shards together
 *       deliver at most what is left until the group's bound. So the bound holds even if the group
 *       stops, and the rate rises again as the group catches up. A lag that is not known, or was
 *       read more than {@link #LONGEST_AGE} ago, allows {@link #LEAST} records/s.
 * </ul>
 *
 * <p>The rate never falls below {@link #LEAST}: a shard that delivers nothing would not learn that
 * its target has recovered. While a group has stopped, its lag therefore grows by a record a second
 * for each shard.
 *
 * <p>The state ends with the lease: the next lease begins slowly again. Pure: the caller passes the
 * time. Confined to one thread.
 */
public final class AdaptiveRate {
  static final double FIRST = 100;
  static final double LEAST = 1;
  static final Duration HOLD = Duration.ofSeconds(3);

  /**
   * With readings of this age, shards have delivered at most 92 % of what was left until the bound.
   */
  static final Duration LONGEST_AGE = Duration.ofSeconds(3);

  private static final double SECOND = 1e9;
  private static final long TICK_NANOS = 1_000_000_000L;
  private static final long PAUSE_NANOS = 250_000_000L;
  private static final double LAG_SECONDS = 2;

  /** The part of the bound that is used, so that {@link #LEAST} does not exceed it soon. */
  private static final double LAG_PART = 0.95;

  private static final double STEPS_TO_BEST = 20;
  private static final double USED = 0.7;
  private static final int SLOWER = 5;
  private static final long SHORT_LATENCY_NANOS = 100_000_000L;

  private final Adaptive wanted;
  private final RecentMinimum fastest = new RecentMinimum();
  private double rate = FIRST;
  private double best;
  private boolean isStarting = true;
  private boolean isSlowedInTick;
  private boolean isLimitedInTick;
  private long tickNanos;
  private long tickDelivered;
  private TargetLoad tickLoad = TargetLoad.NONE;
  private long refused;
  private long slowedNanos;
  private @Nullable Slowed slowed;
  private long decreases;

  /**
   * Why the rate was lowered.
   *
   * @param sentence for operators
   * @param sinceNanos when the rate was first lowered for this cause
   */
  public record Slowed(RateCause cause, String sentence, long sinceNanos) {}

  public AdaptiveRate(Adaptive wanted, long nowNanos) {
    this.wanted = wanted;
    this.tickNanos = nowNanos;
    this.slowedNanos = nowNanos - HOLD.toNanos();
  }

  /** Returns how many records per second the shard may deliver, at least 1. */
  public long recordsPerSecond() {
    return (long) Math.max(LEAST, rate);
  }

  /** Returns what the rate was lowered for; null before the first time and after a recovery. */
  public @Nullable Slowed slowed() {
    return slowed;
  }

  /** Returns how often the rate was lowered because of the target or a broker. */
  public long decreases() {
    return decreases;
  }

  /** Takes what the shard knows now into account. Call it at least twice a second. */
  public void observe(RateSignals now, long nowNanos) {
    if (now.load().refused() > refused) {
      refused = now.load().refused();
      slowDown(RateCause.REFUSALS, refusals(now.load()), nowNanos);
    }
    if (nowNanos - tickNanos >= TICK_NANOS) {
      endTick(now, nowNanos);
    }
    limitByLag(now, nowNanos);
  }

  private String refusals(TargetLoad load) {
    long failed = load.refused() - tickLoad.refused();
    return "the target refused %d of %d requests (429, 5xx or no answer)"
        .formatted(failed, failed + load.accepted() - tickLoad.accepted());
  }

  private void slowDown(RateCause cause, String sentence, long nowNanos) {
    isSlowedInTick = true;
    isStarting = false;
    if (decreases == 0 || nowNanos - slowedNanos >= PAUSE_NANOS) {
      rate = Math.max(LEAST, rate / 2);
      slowedNanos = nowNanos;
      decreases++;
    }
    note(cause, sentence, nowNanos);
  }

  private void note(RateCause cause, String sentence, long nowNanos) {
    var before = slowed;
    long since = before != null && before.cause == cause ? before.sinceNanos : nowNanos;
    slowed = new Slowed(cause, sentence, since);
  }

  private void endTick(RateSignals now, long nowNanos) {
    double reached = (now.delivered() - tickDelivered) * SECOND / (nowNanos - tickNanos);
    checkLatency(now, nowNanos);
    if (!now.throttled().isZero()) {
      slowDown(
          RateCause.BROKER,
          "a broker delays records by %d ms because of a quota"
              .formatted(Math.max(1, now.throttled().toMillis())),
          nowNanos);
    }
    if (!isSlowedInTick) {
      best = Math.max(best, reached);
      if (reached >= USED * rate && nowNanos - slowedNanos >= HOLD.toNanos()) {
        rate += isStarting ? rate : Math.max(LEAST, best / STEPS_TO_BEST);
      }
      if (isLag(slowed) ? !isLimitedInTick : rate >= best) {
        slowed = null;
      }
    }
    isSlowedInTick = false;
    isLimitedInTick = false;
    tickNanos = nowNanos;
    tickDelivered = now.delivered();
    tickLoad = now.load();
  }

  private static boolean isLag(@Nullable Slowed noted) {
    return noted != null && (noted.cause == RateCause.LAG || noted.cause == RateCause.LAG_UNKNOWN);
  }

  private void checkLatency(RateSignals now, long nowNanos) {
    long requests = now.load().accepted() - tickLoad.accepted();
    var bound = wanted.maxLatencyMillis();
    if (requests == 0) {
      if (bound != null && now.sliceTime().toMillis() > bound) {
        slowForBound("a slice", now.sliceTime().toMillis(), bound, nowNanos);
      }
      return;
    }
    long mean = (now.load().acceptedNanos() - tickLoad.acceptedNanos()) / requests;
    long usual = fastest.at(nowNanos);
    fastest.add(mean, nowNanos);
    long meanMillis = mean / 1_000_000;
    if (bound != null) {
      if (meanMillis > bound) {
        slowForBound("a request", meanMillis, bound, nowNanos);
      }
    } else if (mean > SHORT_LATENCY_NANOS && usual < mean / SLOWER) {
      slowDown(
          RateCause.LATENCY,
          "the target takes %d ms for a request, and took %d ms before"
              .formatted(meanMillis, usual / 1_000_000),
          nowNanos);
    }
  }

  private void slowForBound(String what, long millis, long bound, long nowNanos) {
    slowDown(
        RateCause.LATENCY,
        "the target takes %d ms for %s, and may take %d ms".formatted(millis, what, bound),
        nowNanos);
  }

  private void limitByLag(RateSignals now, long nowNanos) {
    var most = wanted.maxLag();
    if (most == null) {
      return;
    }
    for (var lag : now.lags()) {
      if (lag instanceof GroupLag.Unknown unknown) {
        limit(RateCause.LAG_UNKNOWN, LEAST, unknown(unknown.group(), unknown.reason()), nowNanos);
        continue;
      }
      var known = (GroupLag.Known) lag;
      var age = Duration.ofNanos(Math.max(0, nowNanos - known.readNanos()));
      if (age.compareTo(LONGEST_AGE) > 0) {
        var reason = "it was read %d s ago".formatted(age.toSeconds());
        limit(RateCause.LAG_UNKNOWN, LEAST, unknown(known.group(), reason), nowNanos);
      } else {
        double left = Math.max(0, LAG_PART * most - known.records());
        limit(
            RateCause.LAG,
            left / (LAG_SECONDS + age.toNanos() / SECOND) / now.shards(),
            "group '%s' lags by %d of at most %d records"
                .formatted(known.group(), known.records(), most),
            nowNanos);
      }
    }
  }

  private static String unknown(String group, String reason) {
    return "the lag of group '%s' is not known: %s".formatted(group, reason);
  }

  private void limit(RateCause cause, double most, String sentence, long nowNanos) {
    if (most <= rate) {
      rate = Math.max(LEAST, most);
      isLimitedInTick = true;
      note(cause, sentence, nowNanos);
    }
  }
}
