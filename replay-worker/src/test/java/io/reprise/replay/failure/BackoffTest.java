package io.reprise.replay.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Shows guarantee 1 of docs/liveness.md. */
class BackoffTest {
  private final Backoff shortest = new Backoff(() -> 0);
  private final Backoff longest = new Backoff(() -> Math.nextDown(1.0));

  @Test
  void doublesFromFiftyMillisecondsToThirtySeconds() {
    assertThat(shortest.after(1)).isEqualTo(Duration.ofMillis(50));
    assertThat(shortest.after(2)).isEqualTo(Duration.ofMillis(100));
    assertThat(shortest.after(5)).isEqualTo(Duration.ofMillis(800));
    for (int failures : new int[] {10, 11, 60, Integer.MAX_VALUE}) {
      assertThat(longest.after(failures))
          .isBetween(Duration.ofMillis(29_999), Duration.ofSeconds(30));
    }
  }

  @Test
  void addsAtMostTheSameTimeAgainAtRandom() {
    assertThat(longest.after(1)).isBetween(Duration.ofNanos(99_999_998), Duration.ofMillis(100));
    assertThat(new Backoff(() -> 0.5).after(1)).isEqualTo(Duration.ofMillis(75));
    assertThat(shortest.after(40)).isEqualTo(Duration.ofSeconds(15));
  }
}
