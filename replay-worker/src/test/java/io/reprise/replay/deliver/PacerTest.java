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
  void savesUpAtMostAQuarterOfASecondOfALargeShare() {
    assertThat(recordsAtOnceAfterAMinute(new Throttle(1_000L, null))).isBetween(250, 251);
  }

  @Test
  void savesUpASliceAndAnEighthOfASecondOfASmallShare() {
    assertThat(recordsAtOnceAfterAMinute(new Throttle(32L, null))).isBetween(16 + 4, 16 + 5);
  }

  @Test
  void savesUpAtMostALittleMoreThanASecond() {
    assertThat(recordsAtOnceAfterAMinute(new Throttle(4L, null))).isBetween(4, 6);
    assertThat(recordsAtOnceAfterAMinute(new Throttle(null, 4L))).isBetween(4, 6);
  }

  private static int recordsAtOnceAfterAMinute(Throttle share) {
    var pacer = pacer(share);
    long idleUntil = START + 60 * SECOND;
    int records = 0;
    while (pacer.nanosUntilNext(idleUntil) == 0) {
      pacer.used(1, idleUntil);
      records++;
    }
    return records;
  }

  /** A slice costs a transaction: 64 shards of 22 records/s must not make 500 of them a second. */
  @Test
  void aSmallShareLeavesInFewSlices() {
    assertThat(slicesInTenSeconds(new Throttle(22L, null))).isBetween(10, 15);
    assertThat(slicesInTenSeconds(new Throttle(null, 22_000L))).isBetween(9, 11);
    assertThat(slicesInTenSeconds(new Throttle(1_000L, null))).isBetween(75, 81);
    assertThat(slicesInTenSeconds(new Throttle(1L, null))).isBetween(9, 11);
  }

  private static int slicesInTenSeconds(Throttle share) {
    var pacer = pacer(share);
    int slices = 0;
    for (long now = START; now < START + 10 * SECOND; now += pacer.nanosUntilSlice(now)) {
      slices++;
      do {
        pacer.used(1_000, now);
      } while (pacer.nanosUntilNext(now) == 0);
    }
    return slices;
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

  /** Whatever the share and the callers' rhythm, ten seconds see at most the rate and one burst. */
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
      long burst = Math.max(rate / 4, Math.min(16, rate) + rate / 8);
      assertThat(passed).as("rate %d", rate).isLessThanOrEqualTo((int) (rate * 10 + burst + 2));
      assertThat((double) passed).as("rate %d", rate).isGreaterThanOrEqualTo(rate * 10 * 0.9);
    }
  }

  private static Pacer pacer(Throttle rate) {
    var pacer = new Pacer(START);
    pacer.at(rate, START);
    return pacer;
  }
}
