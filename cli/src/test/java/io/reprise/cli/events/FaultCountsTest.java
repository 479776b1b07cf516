package io.reprise.cli.events;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The lines below a table of events for which {@code --where} has no result. */
class FaultCountsTest {
  private final FaultCounts counts = new FaultCounts();

  @Test
  void namesEachReasonOnceWithItsCount() {
    counts.add("no such key: amount");
    counts.add("no such overload");
    counts.add("no such key: amount");

    assertThat(counts.total()).isEqualTo(3);
    assertThat(counts.lines())
        .containsExactly("- 2 events: no such key: amount", "- 1 event: no such overload");
  }

  @Test
  void countsTheEventsOfFurtherReasonsTogether() {
    for (int i = 0; i < FaultCounts.NAMED + 3; i++) {
      counts.add("reason " + i);
    }

    assertThat(counts.total()).isEqualTo(FaultCounts.NAMED + 3);
    assertThat(counts.lines())
        .hasSize(FaultCounts.NAMED + 1)
        .endsWith("- 3 events: other reasons, which -o jsonl shows");
  }
}
