package io.reprise.compactor.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeySampleTest {
  private static final int KEYS = 10_000;

  @Test
  void keepsTheNewestOfEachKeyItTakes() {
    // Given
    var sample = new KeySample<Integer>(20, 1);

    // When
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < KEYS; i++) {
        sample.offer(key(i), round);
      }
    }

    // Then
    assertThat(sample.kept()).hasSize(20).allMatch(kept -> kept.value() == 2);
  }

  @Test
  void theSameSeedTakesTheSameKeysInAnyOrder() {
    assertThat(sampled(7, false)).isEqualTo(sampled(7, true));
    assertThat(sampled(7, false)).isNotEqualTo(sampled(8, false));
  }

  @Test
  void tellsWhichKeysItWouldHaveTaken() {
    // Given
    var sample = new KeySample<Integer>(20, 3);
    for (int i = 0; i < KEYS; i++) {
      sample.offer(key(i), i);
    }

    // When
    int covered = 0;
    for (int i = 0; i < KEYS; i++) {
      covered += sample.covers(key(i)) ? 1 : 0;
    }

    // Then
    assertThat(covered).isEqualTo(20);
    assertThat(new KeySample<Integer>(1, 3).covers(key(0))).isTrue();
  }

  private static Set<String> sampled(long seed, boolean backwards) {
    var sample = new KeySample<Integer>(20, seed);
    for (int i = 0; i < KEYS; i++) {
      int number = backwards ? KEYS - 1 - i : i;
      sample.offer(key(number), number);
    }
    var keys = new HashSet<String>();
    sample.kept().forEach(kept -> keys.add(new String(kept.key().array())));
    return keys;
  }

  private static byte[] key(int number) {
    return ("user-" + number).getBytes(StandardCharsets.UTF_8);
  }
}
