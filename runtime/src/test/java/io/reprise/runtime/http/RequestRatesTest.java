package io.reprise.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.runtime.http.RequestRates.Verdict;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RequestRatesTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final RequestRates rates = new RequestRates(10, 100, now::get);

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private int admitted(String caller, int requests) {
    int admitted = 0;
    for (int i = 0; i < requests; i++) {
      admitted += rates.count(caller) == Verdict.ADMITTED ? 1 : 0;
    }
    return admitted;
  }

  @Test
  void aCallerMaySendAsManyRequestsAsTheRateInASecond() {
    assertThat(admitted("ann", 15)).isEqualTo(10);

    pass(Duration.ofMillis(300));
    assertThat(admitted("ann", 15)).isEqualTo(3);

    pass(Duration.ofHours(1));
    assertThat(admitted("ann", 15)).isEqualTo(10);
  }

  @Test
  void aCallerDoesNotTakeWhatAnotherMaySend() {
    admitted("ann", 1_000);

    assertThat(admitted("ci", 15)).isEqualTo(10);
  }

  @Test
  void onlyTheFirstRefusalInAMinuteIsToldApart() {
    admitted("ann", 10);
    assertThat(rates.count("ann")).isEqualTo(Verdict.REFUSED_FIRST);
    assertThat(rates.count("ann")).isEqualTo(Verdict.REFUSED);

    pass(Duration.ofSeconds(59));
    admitted("ann", 10);
    assertThat(rates.count("ann")).isEqualTo(Verdict.REFUSED);

    pass(Duration.ofSeconds(61));
    admitted("ann", 10);
    assertThat(rates.count("ann")).isEqualTo(Verdict.REFUSED_FIRST);
  }

  @Test
  void manyCallersTakeBoundedMemory() {
    for (int i = 0; i < 100_000; i++) {
      rates.count("caller-" + i);
    }
    assertThat(rates.remembered()).isLessThanOrEqualTo(101);

    // Callers that are remembered still have what they may send, and strangers share one bucket.
    assertThat(admitted("caller-5", 15)).isEqualTo(9);
    assertThat(admitted("stranger", 15)).isZero();

    pass(Duration.ofSeconds(2));
    assertThat(admitted("stranger", 15)).isEqualTo(10);
    assertThat(rates.remembered()).isLessThanOrEqualTo(101);
  }
}
