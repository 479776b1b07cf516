package io.reprise.archiver.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackOffTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final BackOff backOff = new BackOff(Clock.fixed(NOW, ZoneOffset.UTC), new Random(7));

  @Test
  void doublesUpTo32Seconds() {
    for (int attempt = 0; attempt < 12; attempt++) {
      long most = 500L << Math.min(attempt, 6);
      assertThat(backOff.failed("down").toMillis()).isBetween(most / 2, most);
    }
  }

  @Test
  void drawsWaitsAtRandomSoThatPartitionsDoNotTryTogether() {
    // When
    var waits =
        IntStream.range(0, 20)
            .mapToObj(seed -> new BackOff(Clock.systemUTC(), new Random(seed)).failed("down"))
            .distinct();

    // Then
    assertThat(waits)
        .hasSizeGreaterThan(10)
        .allMatch(w -> w.compareTo(Duration.ofMillis(500)) <= 0);
  }

  @Test
  void saysSinceWhenHowOftenAndWhy() {
    // When
    backOff.failed("no route");
    backOff.failed("expired token");

    // Then
    assertThat(backOff.since()).isEqualTo(NOW);
    assertThat(backOff.attempts()).isEqualTo(2);
    assertThat(backOff.cause()).isEqualTo("expired token");
  }

  @Test
  void beginsAnewAfterASuccess() {
    // Given
    IntStream.range(0, 9).forEach(i -> backOff.failed("down"));

    // When
    backOff.succeeded();

    // Then
    assertThat(backOff.since()).isNull();
    assertThat(backOff.attempts()).isZero();
    assertThat(backOff.failed("down").toMillis()).isBetween(250L, 500L);
  }
}
