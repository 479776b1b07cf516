package io.reprise.replay.coordinate;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.replay.Samples;
import io.reprise.replay.spec.Throttle;
import io.reprise.replay.state.ReplayBook;
import io.reprise.replay.state.ReplayEvent;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlotOrderTest {

  @Test
  void takesSlotsInBitReversedOrder() {
    assertThat(first(8, 8)).containsExactly(0, 4, 2, 6, 1, 5, 3, 7);
    assertThat(first(16, 5)).containsExactly(0, 8, 4, 12, 2);
  }

  @Test
  void leavesOutNumbersThatAreNoSlots() {
    assertThat(first(6, 6)).containsExactly(0, 4, 2, 1, 5, 3);
    assertThat(first(1, 3)).containsExactly(0, 0, 0);
    assertThat(first(2, 3)).containsExactly(0, 1, 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8, 16, 33, 64, 100})
  void usesEverySlotOnceBeforeAnyTwice(int slots) {
    var order = new SlotOrder(slots);
    for (long before : new long[] {0, 1, 17, 1_000_003}) {
      assertThat(IntStream.range(0, slots).map(i -> order.slotOf(before, i)).boxed())
          .doesNotHaveDuplicates()
          .hasSize(slots)
          .allMatch(slot -> slot >= 0 && slot < slots);
    }
  }

  @Test
  void spreadsFewShardsOverContiguousRunsOfSlots() {
    var perWorker = new int[4];
    for (int slot : first(64, 8)) {
      perWorker[slot / 16]++;
    }

    assertThat(perWorker).containsExactly(2, 2, 2, 2);
  }

  @Test
  void goesOnBehindTheShardsThatMayStillRun() {
    var book =
        ReplayBook.EMPTY
            .after("planned", created(1), Samples.NOON)
            .after("running", created(2), Samples.NOON)
            .after("running", new ReplayEvent.Started(), Samples.NOON)
            .after("paused", created(4), Samples.NOON)
            .after("paused", new ReplayEvent.Started(), Samples.NOON)
            .after("paused", new ReplayEvent.PauseRequested(), Samples.NOON)
            .after("done", created(8), Samples.NOON)
            .after("done", new ReplayEvent.Started(), Samples.NOON)
            .after("done", new ReplayEvent.Completed(false), Samples.NOON);

    assertThat(SlotOrder.placed(book)).isEqualTo(6);
    assertThat(new SlotOrder(8).slotOf(2, 0)).isEqualTo(first(8, 3).get(2));
  }

  private static ReplayEvent.Created created(int shards) {
    return new ReplayEvent.Created(Samples.plan(shards, Throttle.NONE));
  }

  private static List<Integer> first(int slots, int shards) {
    var order = new SlotOrder(slots);
    return IntStream.range(0, shards).map(i -> order.slotOf(0, i)).boxed().toList();
  }
}
