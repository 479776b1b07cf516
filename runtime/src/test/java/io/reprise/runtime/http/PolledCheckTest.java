package io.reprise.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PolledCheckTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final AtomicReference<Runnable> probe = new AtomicReference<>(() -> {});
  private final PolledCheck check = new PolledCheck("store", () -> probe.get().run(), nanos::get);

  @Test
  void failsWithTheCauseOfTheLastProbeAndHoldsAgainAfterASuccess() {
    check.poll();
    assertThat(fault()).isEmpty();

    probe.set(
        () -> {
          throw new IllegalStateException("S3 cannot be reached");
        });
    check.poll();
    assertThat(fault()).contains("S3 cannot be reached");

    probe.set(() -> {});
    check.poll();
    assertThat(fault()).isEmpty();
  }

  @Test
  void failsWhileAProbeHasNoAnswerForTooLong() {
    var seen = new ArrayList<Optional<String>>();
    probe.set(
        () -> {
          seen.add(fault());
          nanos.addAndGet(PolledCheck.ANSWER_LIMIT.toNanos());
          seen.add(fault());
          nanos.addAndGet(TimeUnit.SECONDS.toNanos(3));
          seen.add(fault());
        });

    check.poll();

    assertThat(seen)
        .isEqualTo(List.of(Optional.empty(), Optional.empty(), Optional.of("no answer for 8 s")));
    assertThat(fault()).isEmpty();
  }

  @Test
  void keepsTheFormerCauseWhileTheNextProbeRuns() {
    probe.set(
        () -> {
          throw new IllegalStateException("refused");
        });
    check.poll();
    var seen = new AtomicReference<Optional<String>>();
    probe.set(() -> seen.set(fault()));

    check.poll();

    assertThat(seen.get()).contains("refused");
  }

  @Test
  void anErrorWithoutMessageIsAFailureWithItsName() {
    probe.set(
        () -> {
          throw new StackOverflowError();
        });

    check.poll();

    assertThat(fault()).contains("java.lang.StackOverflowError");
  }

  private Optional<String> fault() {
    return check.readiness().fault().get();
  }
}
