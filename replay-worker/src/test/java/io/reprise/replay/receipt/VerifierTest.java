package io.reprise.replay.receipt;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.replay.Samples;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.select.RecordSelectors;
import io.reprise.replay.transform.RecordTransforms;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerifierTest {
  @Test
  void refusesAReplayThatIsTooLargeToCompareInMemory() {
    assertThatThrownBy(() -> verify(Samples.plan(100_000_001L, 1)))
        .hasMessage(
            "this replay has 100000001 offsets, and a verification reads at most 100000000: replay"
                + " smaller ranges, and verify each of these replays");
  }

  @Test
  void countsAnOffsetAsOftenAsItIsRead() {
    assertThatThrownBy(() -> verify(Samples.plan(50_000_001L, 2)))
        .hasMessageContaining("50000001 offsets, and the ordering KEY reads each of them 2 times");
  }

  /** Needs neither log nor target, because the refusal precedes every read. */
  private static void verify(Plan plan) {
    var receipt = Receipt.of(Samples.replay(plan), Map.of(), Map.of());
    new Verifier(null, null, RecordSelectors.WITHOUT_SCHEMAS, RecordTransforms.NONE, receipt, plan)
        .verify(null);
  }
}
