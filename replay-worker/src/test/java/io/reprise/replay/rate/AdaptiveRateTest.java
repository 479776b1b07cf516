package io.reprise.replay.rate;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.replay.spec.Adaptive;
import io.reprise.replay.target.TargetLoad;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The decisions of one shard on a virtual clock, against targets that are formulas. */
class AdaptiveRateTest {
  private static final long SECOND = 1_000_000_000;
  private static final long STEP = SECOND / 10;

  private final Adaptive groupBound = new Adaptive(List.of("live"), 10_000L, null);
  private long now = 7 * SECOND;
  private double delivered;
  private long refused;
  private long acceptedNanos;
  private Duration throttled = Duration.ZERO;
  private GroupLag lag = new GroupLag.Unknown("live", "it has not been read yet");

  /** Lets one step pass in which the shard delivers what it may, and the target takes its most. */
  private void step(AdaptiveRate rate, double capacity, long latencyNanos) {
    double offered = rate.recordsPerSecond() * (STEP / (double) SECOND);
    double taken = Math.min(offered, capacity * STEP / SECOND);
    delivered += taken;
    acceptedNanos += (long) (taken * latencyNanos);
    if (offered > taken) {
      refused++;
    }
    now += STEP;
    rate.observe(
        new RateSignals(
            new TargetLoad((long) delivered, refused, acceptedNanos),
            Duration.ofNanos(latencyNanos),
            throttled,
            List.of(lag),
            1,
            (long) delivered),
        now);
  }

  private void steps(AdaptiveRate rate, int seconds, double capacity) {
    for (int i = 0; i < seconds * 10; i++) {
      step(rate, capacity, SECOND / 1_000);
    }
  }

  private AdaptiveRate toTarget() {
    return new AdaptiveRate(Adaptive.TO_TARGET, now);
  }

  @Test
  void doublesEachSecondUntilItIsRefused() {
    var rate = toTarget();
    assertThat(rate.recordsPerSecond()).isEqualTo(100);

    steps(rate, 4, 1e9);
    assertThat(rate.recordsPerSecond()).isEqualTo(1_600);
    assertThat(rate.slowed()).isNull();

    steps(rate, 1, 1_000);
    assertThat(rate.recordsPerSecond()).isLessThanOrEqualTo(1_000);
    assertThat(rate.slowed().cause()).isEqualTo(RateCause.REFUSALS);
    assertThat(rate.slowed().sentence()).startsWith("the target refused ");
  }

  @Test
  void isBackWithinThirtySecondsAfterATargetThatFellToATenthHasRecovered() {
    var rate = toTarget();
    steps(rate, 30, 1_000);
    assertThat(rate.recordsPerSecond()).isBetween(450L, 1_100L);

    steps(rate, 60, 100);
    assertThat(rate.recordsPerSecond()).isLessThan(160);
    long before = refused;
    double deliveredBefore = delivered;
    steps(rate, 60, 100);
    assertThat(refused - before)
        .as("refusals in a minute at a tenth")
        .isLessThan((long) ((delivered - deliveredBefore) * 0.02));

    steps(rate, 28, 1_000);
    assertThat(delivered).isPositive();
    double now28 = delivered;
    steps(rate, 2, 1_000);
    assertThat((delivered - now28) / 2).as("records/s").isGreaterThan(800);
  }

  @Test
  void aBurstOfRefusalsHalvesTheRateOnce() {
    var rate = toTarget();
    steps(rate, 4, 1e9);
    long before = rate.recordsPerSecond();

    for (int i = 0; i < 20; i++) {
      refused++;
      now += 1_000_000;
      rate.observe(signals(), now);
    }

    assertThat(rate.recordsPerSecond()).isEqualTo(before / 2);
    assertThat(rate.decreases()).isEqualTo(1);
  }

  private RateSignals signals() {
    return new RateSignals(
        new TargetLoad((long) delivered, refused, acceptedNanos),
        Duration.ZERO,
        throttled,
        List.of(lag),
        1,
        (long) delivered);
  }

  @Test
  void aShardThatDoesNotUseItsRateDoesNotCollectMore() {
    var rate = toTarget();
    for (int i = 0; i < 100; i++) {
      now += STEP;
      delivered += 3;
      rate.observe(signals(), now);
    }
    assertThat(rate.recordsPerSecond()).isEqualTo(100);
  }

  @Test
  void neverFallsBelowOneRecordAndRecoversFromThere() {
    var rate = toTarget();
    steps(rate, 5, 1_000);
    steps(rate, 60, 0);
    assertThat(rate.recordsPerSecond()).isEqualTo(1);

    steps(rate, 30, 1_000);
    assertThat(rate.recordsPerSecond()).isGreaterThan(500);
  }

  @Test
  void slowsDownForATargetThatTakesFiveTimesAsLong() {
    var rate = toTarget();
    for (int i = 0; i < 50; i++) {
      step(rate, 1e9, 30_000_000);
    }
    long before = rate.recordsPerSecond();

    for (int i = 0; i < 11; i++) {
      step(rate, 1e9, 400_000_000);
    }

    assertThat(rate.recordsPerSecond()).isLessThanOrEqualTo(before / 2);
    assertThat(rate.slowed().cause()).isEqualTo(RateCause.LATENCY);
    assertThat(rate.slowed().sentence()).contains("took 30 ms before");
  }

  @Test
  void aTargetThatStaysSlowerIsTheNewMeasureAfterAMinute() {
    var rate = toTarget();
    for (int i = 0; i < 50; i++) {
      step(rate, 1e9, 30_000_000);
    }
    for (int i = 0; i < 1_200; i++) {
      step(rate, 1e9, 400_000_000);
    }
    assertThat(rate.slowed()).isNull();
    assertThat(rate.recordsPerSecond()).isGreaterThan(1_000);
  }

  @Test
  void keepsAConfiguredLatency() {
    var rate = new AdaptiveRate(new Adaptive(null, null, 50L), now);
    for (int i = 0; i < 11; i++) {
      step(rate, 1e9, 60_000_000);
    }
    assertThat(rate.slowed().sentence())
        .isEqualTo("the target takes 60 ms for a request, and may take 50 ms");
  }

  @Test
  void aConfiguredLatencyCountsInsteadOfTheFastest() {
    var rate = new AdaptiveRate(new Adaptive(null, null, 2_000L), now);
    for (int i = 0; i < 21; i++) {
      step(rate, 1e9, 10_000_000);
    }
    for (int i = 0; i < 21; i++) {
      step(rate, 1e9, 400_000_000);
    }
    assertThat(rate.slowed()).isNull();
  }

  @Test
  void slowsDownWhileABrokerDelaysRecords() {
    var rate = toTarget();
    steps(rate, 4, 1e9);
    long before = rate.recordsPerSecond();

    throttled = Duration.ofMillis(120);
    steps(rate, 2, 1e9);
    assertThat(rate.recordsPerSecond()).isLessThanOrEqualTo(before / 2);
    assertThat(rate.slowed().cause()).isEqualTo(RateCause.BROKER);

    throttled = Duration.ZERO;
    steps(rate, 30, 1e9);
    assertThat(rate.recordsPerSecond()).isGreaterThanOrEqualTo(before);
  }

  @Test
  void keepsTheLagOfAGroupUnderItsBoundEvenIfTheGroupStops() {
    var rate = new AdaptiveRate(groupBound, now);
    double read = 0;
    long highest = 0;
    for (int i = 0; i < 600; i++) {
      // The group reads 1,000 records/s, nothing for 20 s, and 1,000 again.
      read = Math.min(delivered, read + (i < 200 || i > 400 ? 100 : 0));
      if (i % 5 == 0) {
        lag = new GroupLag.Known("live", (long) (delivered - read), now);
      }
      step(rate, 1e9, SECOND / 1_000);
      highest = Math.max(highest, (long) (delivered - read));
      if (i == 395) {
        assertThat(rate.slowed().cause()).isEqualTo(RateCause.LAG);
        assertThat(rate.slowed().sentence())
            .matches("group 'live' lags by \\d+ of at most 10000 records");
      }
    }
    assertThat(highest).isBetween(5_000L, 10_000L);
    assertThat(rate.recordsPerSecond()).as("after the group reads again").isGreaterThan(700);
  }

  @Test
  void aLagThatIsOldOrNotKnownAllowsOneRecordASecond() {
    var rate = new AdaptiveRate(groupBound, now);
    step(rate, 1e9, SECOND / 1_000);
    assertThat(rate.recordsPerSecond()).isEqualTo(1);
    assertThat(rate.slowed().sentence())
        .isEqualTo("the lag of group 'live' is not known: it has not been read yet");

    lag = new GroupLag.Known("live", 0, now);
    steps(rate, 2, 1e9);
    assertThat(rate.recordsPerSecond()).isGreaterThan(1);
    steps(rate, 2, 1e9);
    assertThat(rate.recordsPerSecond()).isEqualTo(1);
    assertThat(rate.slowed().sentence())
        .isEqualTo("the lag of group 'live' is not known: it was read 4 s ago");
  }

  @Test
  void shardsShareWhatIsLeftUntilTheBound() {
    lag = new GroupLag.Known("live", 2_000, now);
    var rate = new AdaptiveRate(groupBound, now);
    var signals =
        new RateSignals(TargetLoad.NONE, Duration.ZERO, Duration.ZERO, List.of(lag), 100, 0);

    rate.observe(signals, now);

    assertThat(rate.recordsPerSecond()).isEqualTo(7_500 / 2 / 100);
  }
}
