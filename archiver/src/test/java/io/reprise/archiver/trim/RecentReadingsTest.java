package io.reprise.archiver.trim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.kafka.time.Ticker;
import java.time.Duration;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class RecentReadingsTest {
  private long nanos = Long.MAX_VALUE - 5;
  private int reads;
  private final RecentReadings<String, Integer> readings =
      new RecentReadings<>(
          Duration.ofSeconds(1),
          new Ticker() {
            @Override
            public long nanos() {
              return nanos;
            }

            @Override
            public void sleep(Duration time) {
              nanos += time.toNanos();
            }
          });

  @Test
  void readsOnceForAllCallersOfASecond() {
    for (int caller = 0; caller < 200; caller++) {
      assertThat(read("orders")).isEqualTo(1);
      nanos += 1_000_000;
    }
    nanos += Duration.ofMillis(900).toNanos();
    assertThat(read("orders")).isEqualTo(2);
  }

  @Test
  void readsEachKey() {
    assertThat(read("orders")).isEqualTo(1);
    assertThat(read("returns")).isEqualTo(2);
    assertThat(read("orders")).isEqualTo(1);
  }

  @Test
  void sharesAnError() {
    for (int caller = 0; caller < 3; caller++) {
      assertThatThrownBy(() -> readings.of("orders", this::fail)).hasMessage("attempt 1");
    }
    nanos += Duration.ofSeconds(1).toNanos();
    assertThatThrownBy(() -> readings.of("orders", this::fail)).hasMessage("attempt 2");
  }

  @Test
  void doesNotShareAnInterrupt() {
    assertThatThrownBy(
            () ->
                readings.of(
                    "orders",
                    () -> {
                      throw new InterruptException("interrupted");
                    }))
        .isInstanceOf(InterruptException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(read("orders")).isEqualTo(1);
  }

  private int read(String key) {
    return readings.of(key, () -> ++reads);
  }

  private int fail() {
    throw new TimeoutException("attempt " + ++reads);
  }
}
