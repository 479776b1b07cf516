package io.reprise.trials.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class SoakFailuresTest {
  private final ArrayList<String> told = new ArrayList<>();
  private final SoakFailures failures = new SoakFailures(told::add);

  @Test
  void aFailureIsReportedAtOnce() {
    failures.check(false, "%d events acknowledged, %d stored", 3, 2);
    failures.check(true, "never");

    assertThat(told).containsExactly("FAILED 3 events acknowledged, 2 stored");
    assertThat(failures.sentences()).containsExactly("3 events acknowledged, 2 stored");
    assertThat(failures.count()).isEqualTo(1);
  }

  @Test
  void aFailureThatRepeatsIsCountedAndNotKept() {
    for (int i = 0; i < 10_000; i++) {
      failures.add("failure " + i);
    }

    assertThat(failures.count()).isEqualTo(10_000);
    assertThat(failures.sentences()).hasSize(51).startsWith("failure 0").endsWith("and 9950 more");
    assertThat(told).hasSize(50);
  }
}
