package io.reprise.kafka.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadlineTest {
  private final FakeTicker ticker = new FakeTicker();
  private final Deadline deadline = Deadline.after(Duration.ofSeconds(5), ticker);

  @Test
  void passesWhenItsLimitIsOver() {
    ticker.sleep(Duration.ofSeconds(5).minusNanos(1));
    assertThat(deadline.isPassed()).isFalse();
    assertThat(deadline.left()).isEqualTo(Duration.ofNanos(1));

    ticker.sleep(Duration.ofNanos(1));
    assertThat(deadline.isPassed()).isTrue();
  }

  @Test
  void neverHasNegativeTimeLeft() {
    ticker.sleep(Duration.ofHours(1));

    assertThat(deadline.left()).isZero();
    assertThat(deadline.limit()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void measuresAcrossTheOverflowOfItsTicker() {
    ticker.nanos = Long.MAX_VALUE - 10;
    var overflowing = Deadline.after(Duration.ofNanos(100), ticker);

    ticker.sleep(Duration.ofNanos(60));

    assertThat(overflowing.left()).isEqualTo(Duration.ofNanos(40));
  }

  @Test
  void doesNotSleepWhenTheConditionHoldsAlready() {
    assertThat(deadline.await(() -> true, Duration.ofSeconds(1))).isTrue();
    assertThat(ticker.slept).isEmpty();
  }

  @Test
  void checksTheConditionAfterEveryPauseAndALastTimeAtTheEnd() {
    var checks = new ArrayList<Duration>();

    boolean held =
        deadline.await(
            () -> {
              checks.add(deadline.left());
              return false;
            },
            Duration.ofSeconds(2));

    assertThat(held).isFalse();
    assertThat(checks)
        .containsExactly(
            Duration.ofSeconds(5), Duration.ofSeconds(3), Duration.ofSeconds(1), Duration.ZERO);
    assertThat(ticker.slept)
        .isEqualTo(List.of(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(1)));
  }

  @Test
  void findsAConditionThatHoldsOnlyAtTheEnd() {
    assertThat(deadline.await(deadline::isPassed, Duration.ofMinutes(1))).isTrue();
  }

  /** Time that passes only in sleep. */
  private static final class FakeTicker implements Ticker {
    private final List<Duration> slept = new ArrayList<>();
    private long nanos;

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public void sleep(Duration time) {
      slept.add(time);
      nanos += time.toNanos();
    }
  }
}
