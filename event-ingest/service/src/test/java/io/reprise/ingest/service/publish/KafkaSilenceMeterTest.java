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

    pulse.gaveUp();
    assertThat(pulse.silence()).isZero();
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
