package io.reprise.replay.slot;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.replay.Samples;
import io.reprise.replay.checkpoint.ShardWait;
import io.reprise.replay.slot.SlotResignation.Step;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Shows guarantee 1 of docs/liveness.md. */
class SlotResignationTest {
  private static final ShardWait TRIED_BY_ONE =
      ShardWait.forAnotherWorker(null, "w1", "no credentials", Samples.NOON);
  private static final ShardWait TRIED_BY_TWO =
      ShardWait.forAnotherWorker(TRIED_BY_ONE, "w2", "no credentials", Samples.NOON);

  @Test
  void leavesOnlyIfAnotherWorkerHasNotTriedTheShard() {
    assertThat(decide(false, 1, List.of(TRIED_BY_ONE), 2, 2)).isEqualTo(Step.LEAVE);
    assertThat(decide(false, 2, List.of(TRIED_BY_TWO, TRIED_BY_ONE), 2, 2)).isEqualTo(Step.LEAVE);
    assertThat(decide(false, 1, List.of(TRIED_BY_ONE), 1, 1)).isEqualTo(Step.STAY);
    assertThat(decide(false, 1, List.of(TRIED_BY_TWO), 2, 1)).isEqualTo(Step.STAY);
  }

  @Test
  void staysInTheGroupWhenAnotherWorkerRunsTheShard() {
    assertThat(decide(false, 1, List.of(), 2, 2)).isEqualTo(Step.STAY);
  }

  @Test
  void returnsWhenItCanBeOfUseAgain() {
    assertThat(decide(true, 0, List.of(), 2, 1)).as("nothing waits").isEqualTo(Step.RETURN);
    assertThat(decide(true, 1, List.of(TRIED_BY_TWO), 2, 1))
        .as("every worker has tried")
        .isEqualTo(Step.RETURN);
    assertThat(decide(true, 1, List.of(TRIED_BY_ONE), 2, 0))
        .as("no worker is left in the group")
        .isEqualTo(Step.RETURN);
  }

  @Test
  void staysAwayWhileAnotherWorkerRunsTheShardOrMayTryIt() {
    assertThat(decide(true, 1, List.of(), 2, 1)).isEqualTo(Step.PROBE);
    assertThat(decide(true, 1, List.of(TRIED_BY_ONE), 2, 1)).isEqualTo(Step.PROBE);
    assertThat(decide(true, 2, List.of(TRIED_BY_TWO), 2, 1)).isEqualTo(Step.PROBE);
  }

  private static Step decide(
      boolean away, int faults, List<ShardWait> waits, int workers, int owners) {
    return SlotResignation.decide(away, faults, waits, workers, owners);
  }
}
