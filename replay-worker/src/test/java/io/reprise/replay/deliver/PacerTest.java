package io.reprise.replay.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.replay.spec.Throttle;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PacerTest {
  private static final long SECOND = 1_000_000_000;
  private static final long START = 5 * SECOND;

  @Test
  void letsEverythingPassWithoutARate() {
    var pacer = new Pacer(START);
    for (int i = 0; i < 1_000; i++) {
      assertThat(pacer.nanosUntilNext(START)).isZero();
      pacer.used(1_000_000, START);
    }
  }

  @Test
  void aRateThatBeginsHasNothingSavedUpFromTheTimeWithoutOne() {
    var pacer = new Pacer(START);
    assertThat(pacer.paces()).isFalse();
    long later = START + 60 * SECOND;

    pacer.at(new Throttle(10L, null), later);
    pacer.used(1, later);

    assertThat(pacer.paces()).isTrue();
    assertThat(pacer.nanosUntilNext(later)).isEqualTo(SECOND / 10);
  }

  @Test
  void keepsRecordsTheirShareOfASecondApart() {
    var pacer = pacer(new Throttle(10L, null));

    pacer.used(1, START);
    pacer.used(1, START);
    pacer.used(1, START);

    assertThat(pacer.nanosUntilNext(START)).isEqualTo(3 * SECOND / 10);
    assertThat(pacer.nanosUntilNext(START + 3 * SECOND / 10)).isZero();
  }

  @Test
  void waitsForTheScarcerOfRecordsAndBytes() {
    var pacer = pacer(new Throttle(10L, 100L));

    pacer.used(50, START);

    assertThat(pacer.nanosUntilNext(START)).isEqualTo(SECOND / 2);
  }

  @Test
  void savesUpAtMostAQuarterOfASecond() {
    var pacer = pacer(new Throttle(100L, null));
    long idleUntil = START + 60 * SECOND;

    int burst = 0;
    while (pacer.nanosUntilNext(idleUntil) == 0) {
      pacer.used(1, idleUntil);
      burst++;
    }

    assertThat(burst).isBetween(25, 26);
  }

  @Test
  void aHigherRateHoldsAtOnceEvenAfterARecordThatWasAMinutesWorth() {
    var pacer = pacer(new Throttle(null, 1_000L));
    pacer.used(60_000, START);
    assertThat(pacer.nanosUntilNext(START)).isEqualTo(60 * SECOND);

    pacer.at(new Throttle(null, 60_000L), START);

    assertThat(pacer.nanosUntilNext(START)).isEqualTo(SECOND);
    pacer.at(Throttle.NONE, START);
    assertThat(pacer.nanosUntilNext(START)).isZero();
  }

  @Test
  void aLowerRateHoldsAtOnceAndIsNotPaidForTwice() {
    var pacer = pacer(new Throttle(100L, null));
    for (int i = 0; i < 10; i++) {
      pacer.used(1, START);
    }
    assertThat(pacer.nanosUntilNext(START)).isEqualTo(SECOND / 10);

    pacer.at(new Throttle(10L, null), START);
    pacer.at(new Throttle(10L, null), START);

    assertThat(pacer.nanosUntilNext(START)).isEqualTo(SECOND);
  }

  /** Whatever the share and the callers' rhythm, no second sees more than rate + burst. */
  @Test
  void neverExceedsItsRateOverASecond() {
    var random = new Random(5);
    for (int round = 0; round < 200; round++) {
      long rate = 1 + random.nextInt(5_000);
      var pacer = pacer(new Throttle(rate, null));
      long now = START;
      int passed = 0;
      while (now < START + 10 * SECOND) {
        if (pacer.nanosUntilNext(now) == 0) {
          pacer.used(1, now);
          passed++;
        } else {
          now += Math.max(1, pacer.nanosUntilNext(now)) + random.nextInt(3_000_000);
        }
      }
      assertThat(passed).as("rate %d", rate).isLessThanOrEqualTo((int) (rate * 10.25) + 1);
      assertThat((double) passed).as("rate %d", rate).isGreaterThanOrEqualTo(rate * 10 * 0.9);
    }
  }

  private static Pacer pacer(Throttle rate) {
    var pacer = new Pacer(START);
    pacer.at(rate, START);
    return pacer;
  }
}
