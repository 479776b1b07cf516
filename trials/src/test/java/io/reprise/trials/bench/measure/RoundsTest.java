package io.reprise.trials.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.kafka.time.Deadline;
import io.reprise.kafka.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoundsTest {
  private static final List<String> SUBJECTS = List.of("a", "b", "c");

  private final List<String> taken = new ArrayList<>();

  private int take(String subject) {
    taken.add(subject);
    return taken.size();
  }

  @Test
  void eachRoundMeasuresEverySubjectInAnotherOrder() throws InterruptedException {
    new Rounds(1, 3, Deadline.after(Duration.ZERO)).measure(SUBJECTS, this::take);

    assertThat(String.join("", taken)).isEqualTo("abc" + "cba" + "bca" + "acb");
  }

  @Test
  void resultsOfWarmUpsAreDroppedAndThoseOfARoundHaveOneIndex() throws InterruptedException {
    var results = new Rounds(1, 2, Deadline.after(Duration.ZERO)).measure(SUBJECTS, this::take);

    assertThat(results)
        .containsOnly(
            Map.entry("a", List.of(6, 9)),
            Map.entry("b", List.of(5, 7)),
            Map.entry("c", List.of(4, 8)));
  }

  @Test
  void furtherRoundsBeginUntilTheDeadline() throws InterruptedException {
    var clock = new SettableTicker();
    var deadline = Deadline.after(Duration.ofSeconds(5), clock);

    var results =
        new Rounds(0, 1, deadline)
            .measure(
                SUBJECTS,
                subject -> {
                  clock.sleep(Duration.ofSeconds(1));
                  return subject;
                });

    assertThat(results).allSatisfy((subject, all) -> assertThat(all).hasSize(2));
  }

  private static final class SettableTicker implements Ticker {
    private long nanos;

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public void sleep(Duration time) {
      nanos += time.toNanos();
    }
  }
}
