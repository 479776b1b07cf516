package io.reprise.replay.coordinate;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.replay.Samples;
import io.reprise.replay.spec.Throttle;
import io.reprise.replay.state.ReplayEvent;
import io.reprise.replay.state.ReplayTable;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardPlacementTest {
  private static final int SLOTS = 64;

  @Test
  void dealsTheSlotsOfAllWorkersInTurn() {
    var order = new ShardPlacement(8, List.of(List.of(0, 1, 2), List.of(3, 6), List.of(4, 5, 7)));

    assertThat(IntStream.range(0, 9).map(i -> order.slotOf(0, i)).boxed())
        .containsExactly(0, 3, 4, 1, 6, 5, 2, 7, 0);
    assertThat(order.slotOf(2, 1)).isEqualTo(1);
  }

  @Test
  void takesSlotsLastThatNobodyHolds() {
    var order = new ShardPlacement(8, List.of(List.of(2), List.of(5, 9)));

    assertThat(IntStream.range(0, 8).map(i -> order.slotOf(0, i)).boxed())
        .containsExactly(2, 5, 0, 7, 4, 1, 6, 3);
  }

  @Test
  void takesStepsOfTheGoldenSectionWhereNothingIsKnown() {
    assertThat(first(8, 8)).containsExactly(0, 5, 2, 7, 4, 1, 6, 3);
    assertThat(first(64, 5)).containsExactly(0, 41, 18, 59, 36);
    assertThat(first(1, 3)).containsExactly(0, 0, 0);
    assertThat(first(2, 3)).containsExactly(0, 1, 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8, 16, 33, 64, 100})
  void usesEverySlotOnceBeforeAnyTwice(int slots) {
    var order = new ShardPlacement(slots, List.of());
    for (long before : new long[] {0, 1, 17, 1_000_003}) {
      assertThat(IntStream.range(0, slots).map(i -> order.slotOf(before, i)).boxed())
          .doesNotHaveDuplicates()
          .hasSize(slots)
          .allMatch(slot -> slot >= 0 && slot < slots);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 8})
  void spreadsFewShardsOverRunsOfSlots(int workers) {
    assertSpread(workers, slot -> slot * workers / SLOTS);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 8})
  void spreadsFewShardsOverSlotsThatWereHandedOutInTurns(int workers) {
    assertSpread(workers, slot -> slot % workers);
  }

  /** Two shards for each worker, on average: none gets all or nothing. */
  private static void assertSpread(int workers, IntUnaryOperator workerOf) {
    var order = new ShardPlacement(SLOTS, List.of());
    for (int before = 0; before < SLOTS; before++) {
      var shards = new int[workers];
      for (int i = 0; i < 2 * workers; i++) {
        shards[workerOf.applyAsInt(order.slotOf(before, i))]++;
      }
      assertThat(IntStream.of(shards)).as("behind %d", before).allMatch(n -> n >= 1 && n <= 3);
    }
  }

  @Test
  void goesOnBehindTheShardsThatMayStillRun() {
    var book =
        ReplayTable.EMPTY
            .after("planned", created(1), Samples.NOON)
            .after("running", created(2), Samples.NOON)
            .after("running", new ReplayEvent.Started(), Samples.NOON)
            .after("paused", created(4), Samples.NOON)
            .after("paused", new ReplayEvent.Started(), Samples.NOON)
            .after("paused", new ReplayEvent.PauseRequested(), Samples.NOON)
            .after("done", created(8), Samples.NOON)
            .after("done", new ReplayEvent.Started(), Samples.NOON)
            .after("done", new ReplayEvent.Completed(false), Samples.NOON);

    assertThat(ShardPlacement.placed(book)).isEqualTo(6);
    assertThat(new ShardPlacement(8, List.of()).slotOf(2, 0)).isEqualTo(first(8, 3).get(2));
  }

  private static ReplayEvent.Created created(int shards) {
    return new ReplayEvent.Created(Samples.plan(shards, Throttle.NONE));
  }

  private static List<Integer> first(int slots, int shards) {
    var order = new ShardPlacement(slots, List.of());
    return IntStream.range(0, shards).map(i -> order.slotOf(0, i)).boxed().toList();
  }
}
