package io.reprise.replay.deliver;

import io.reprise.replay.checkpoint.ShardRate;
import io.reprise.replay.fencing.SlotTransactions;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.rate.AdaptiveRate;
import io.reprise.replay.rate.GroupLags;
import io.reprise.replay.rate.RateCause;
import io.reprise.replay.rate.RateSignals;
import io.reprise.replay.spec.Adaptive;
import io.reprise.replay.spec.Throttle;
import io.reprise.replay.target.TargetLoad;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says when a shard may deliver its next record: by its share of the replay's rate limit and, if
 * the replay is adaptive, by what its target, the brokers and live groups do.
 *
 * <p>Threading: confined to the slot's runner.
 */
final class ShardPace {
  private static final Logger LOG = LoggerFactory.getLogger(ShardPace.class);
  private static final long LOG_NANOS = Duration.ofSeconds(10).toNanos();

  private final Pacer pacer;
  private final @Nullable Adaptive wanted;
  private final @Nullable AdaptiveRate adaptive;
  private final Supplier<TargetLoad> load;
  private final Supplier<Duration> throttled;
  private final GroupLags lags;
  private final Clock clock;
  private DeliveryCheck.Answer.Deliver allowed = new DeliveryCheck.Answer.Deliver(Throttle.NONE, 1);
  private Duration sliceTime = Duration.ZERO;
  private long delivered;
  private long refused;
  private @Nullable RateCause logged;
  private long loggedNanos;

  private ShardPace(
      @Nullable Adaptive wanted,
      Supplier<TargetLoad> load,
      Supplier<Duration> throttled,
      GroupLags lags,
      Clock clock,
      long nowNanos) {
    this.pacer = new Pacer(nowNanos);
    this.wanted = wanted;
    this.adaptive = wanted == null ? null : new AdaptiveRate(wanted, nowNanos);
    this.load = load;
    this.throttled = throttled;
    this.lags = lags;
    this.clock = clock;
  }

  /**
   * Creates the pace of one lease.
   *
   * @param load what the lease's writer has seen of its target
   * @param transactions the slot's transactions, which know whether brokers delay its records
   * @param clock gives the times that operators see
   */
  static ShardPace of(
      Plan plan,
      Supplier<TargetLoad> load,
      SlotTransactions transactions,
      GroupLags lags,
      Clock clock,
      long nowNanos) {
    return new ShardPace(
        plan.spec().adaptive(), load, transactions::throttled, lags, clock, nowNanos);
  }

  /** Sets what the shard may do now, before each slice. */
  void at(DeliveryCheck.Answer.Deliver now, long nowNanos) {
    allowed = now;
    adapt(nowNanos);
  }

  private void adapt(long nowNanos) {
    var controller = adaptive;
    var spec = wanted;
    if (controller == null || spec == null) {
      pacer.at(allowed.share(), nowNanos);
      return;
    }
    var seen = load.get();
    refused = seen.refused();
    controller.observe(
        new RateSignals(
            seen,
            sliceTime,
            throttled.get(),
            spec.groups().stream().map(lags::of).toList(),
            allowed.shards(),
            delivered),
        nowNanos);
    pacer.at(least(allowed.share(), controller.recordsPerSecond()), nowNanos);
    log(controller, nowNanos);
  }

  private static Throttle least(Throttle share, long recordsPerSecond) {
    var records = share.recordsPerSecond();
    return new Throttle(
        records == null ? recordsPerSecond : Math.min(records, recordsPerSecond),
        share.bytesPerSecond());
  }

  /** Logs a new cause, and that there is none any more, at most once in ten seconds. */
  private void log(AdaptiveRate controller, long nowNanos) {
    var slowed = controller.slowed();
    var cause = slowed == null ? null : slowed.cause();
    if (cause == logged || logged != null && nowNanos - loggedNanos < LOG_NANOS) {
      return;
    }
    logged = cause;
    loggedNanos = nowNanos;
    if (slowed == null) {
      LOG.info(
          "shard of an adaptive replay is at its former rate again recordsPerSecond={}",
          controller.recordsPerSecond());
    } else {
      LOG.info(
          "shard of an adaptive replay has slowed down recordsPerSecond={} cause={}",
          controller.recordsPerSecond(),
          slowed.sentence());
    }
  }

  /** Returns whether {@link #used} must be called for each delivered record. */
  boolean paces() {
    return pacer.paces();
  }

  /** As {@link Pacer#nanosUntilNext}. */
  long nanosUntilNext(long nowNanos) {
    return pacer.nanosUntilNext(nowNanos);
  }

  /** As {@link Pacer#nanosUntilSlice}. */
  long nanosUntilSlice(long nowNanos) {
    return pacer.nanosUntilSlice(nowNanos);
  }

  /**
   * Counts one delivered record. If the target has refused a request in the meantime, lowers the
   * rate at once, so that the slice ends early.
   */
  void used(long bytes, long nowNanos) {
    pacer.used(bytes, nowNanos);
    delivered++;
    if (adaptive != null && load.get().refused() > refused) {
      adapt(nowNanos);
    }
  }

  /** Takes into account how long the target and the brokers took to take a slice. */
  void committed(Duration time) {
    sliceTime = time;
  }

  /** Returns the present limit, for the progress record; null unless the replay is adaptive. */
  @Nullable ShardRate report(long nowNanos) {
    if (adaptive == null) {
      return null;
    }
    long records = adaptive.recordsPerSecond();
    var share = allowed.share().recordsPerSecond();
    long limit = share == null ? records : Math.min(share, records);
    var slowed = adaptive.slowed();
    return slowed == null
        ? new ShardRate(limit, null, null)
        : new ShardRate(
            limit,
            slowed.sentence(),
            clock.instant().minusNanos(Math.max(0, nowNanos - slowed.sinceNanos())));
  }
}
