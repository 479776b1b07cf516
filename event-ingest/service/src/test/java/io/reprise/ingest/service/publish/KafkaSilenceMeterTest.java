package io.reprise.ingest.service.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class KafkaSilenceMeterTest {
  private final AtomicLong nanos = new AtomicLong();
  private final KafkaSilenceMeter pulse = new KafkaSilenceMeter(nanos::get);

  private void pass(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }

  @Test
  void isNotSilentWhileThereIsNothingToAcknowledge() {
    pass(Duration.ofHours(1));
    assertThat(pulse.silence()).isZero();

    pulse.sent();
    assertThat(pulse.silence()).isZero();
  }

  @Test
  void isSilentSinceTheLastAnswerOrTheFirstSend() {
    pulse.sent();
    pulse.sent();
    pass(Duration.ofSeconds(3));
    assertThat(pulse.silence()).isEqualTo(Duration.ofSeconds(3));

    pulse.answered();
    pass(Duration.ofSeconds(1));
    assertThat(pulse.silence()).isEqualTo(Duration.ofSeconds(1));

    pulse.answered();
    assertThat(pulse.silence()).isZero();
  }

  @Test
  void isSilentWhileEachSendIsGivenUpBeforeTheNext() {
    for (int i = 1; i <= 100; i++) {
      pulse.sent();
      pass(Duration.ofSeconds(2));
      pulse.gaveUp();
      pass(Duration.ofSeconds(58));

      assertThat(pulse.silence()).isEqualTo(Duration.ofMinutes(i));
    }

    pulse.sent();
    pulse.answered();
    assertThat(pulse.silence()).isZero();
    pass(Duration.ofSeconds(10));
    pulse.sent();
    assertThat(pulse.silence()).isZero();
  }

  @Test
  void isNotSilentLongAfterTheLastSendWasGivenUp() {
    pulse.sent();
    pulse.gaveUp();
    pass(KafkaSilenceMeter.LONGEST_WITHOUT_SENDS.minusSeconds(1));
    assertThat(pulse.silence()).isPositive();

    pass(Duration.ofSeconds(1));
    assertThat(pulse.silence()).isZero();

    pulse.sent();
    assertThat(pulse.silence()).isZero();
    pass(Duration.ofSeconds(1));
    assertThat(pulse.silence()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void aRecordThatTheClientRefusesIsNoSilence() {
    pulse.sent();
    pulse.withdrew();
    pass(Duration.ofSeconds(1));

    assertThat(pulse.silence()).isZero();
    assertThat(pulse.pending()).isZero();
  }

  @Test
  void givingUpIsNoAnswer() {
    pulse.sent();
    pulse.sent();
    pass(Duration.ofSeconds(3));
    pulse.gaveUp();

    assertThat(pulse.silence()).isEqualTo(Duration.ofSeconds(3));
    assertThat(pulse.pending()).isEqualTo(1);
  }
}
