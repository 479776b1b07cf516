package io.reprise.replay.operate;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.replay.Samples;
import io.reprise.replay.checkpoint.ShardTotals;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.plan.PlannedPartition;
import io.reprise.replay.spec.Filter;
import io.reprise.replay.spec.Throttle;
import io.reprise.replay.state.Replay;
import io.reprise.replay.state.ReplayEvent;
import io.reprise.store.OffsetRange;
import java.util.List;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

/** The earlier replays have two shards: offsets [1000, 1100) of the partitions 0 and 1. */
class DeliveredOffsetsTest {
  private static final Plan EARLIER = Samples.plan(2, Throttle.NONE);
  private static final ReplayEvent STARTED = new ReplayEvent.Started();
  private static final ReplayEvent STOPPED = new ReplayEvent.Stopped();

  private static Plan reading(PlannedPartition... partitions) {
    return EARLIER.withRecordTimes(List.of(partitions), List.of());
  }

  private static Plan reading(int partition, long from, long to) {
    return reading(new PlannedPartition(partition, new OffsetRange(from, to), 0, 0));
  }

  private static List<Integer> partitions(
      Plan plan, Replay earlier, long delivered, IntToLongFunction nextOffset) {
    return DeliveredOffsets.partitions(plan, earlier, delivered, () -> nextOffset);
  }

  private static List<Integer> partitions(Plan plan, Replay earlier, long delivered) {
    return DeliveredOffsets.partitions(
        plan,
        earlier,
        delivered,
        () -> {
          throw new AssertionError("the progress records are not needed");
        });
  }

  private static Replay replay(ReplayEvent... events) {
    return Samples.replay(EARLIER, events);
  }

  @Test
  void aCompletedReplayCountsWithItsWholeRange() {
    var completed = replay(STARTED, new ReplayEvent.Completed(false));

    assertThat(partitions(EARLIER, completed, 200)).containsExactly(0, 1);
    assertThat(partitions(reading(1, 1_099, 2_000), completed, 200)).containsExactly(1);
    assertThat(partitions(reading(1, 1_100, 2_000), completed, 200)).isEmpty();
    assertThat(partitions(reading(2, 1_000, 1_100), completed, 200)).isEmpty();
    assertThat(partitions(EARLIER, completed, 0)).as("every record filtered out").isEmpty();
  }

  @Test
  void aReplayThatGoesOnCountsWithItsWholeRangeFromItsStart() {
    var pausing = new ReplayEvent.PauseRequested();

    assertThat(partitions(EARLIER, replay(STARTED), 0)).containsExactly(0, 1);
    assertThat(partitions(EARLIER, replay(STARTED, pausing), 0)).containsExactly(0, 1);
    assertThat(partitions(EARLIER, replay(STARTED, pausing, STOPPED), 0)).containsExactly(0, 1);
  }

  @Test
  void aReplayThatWasStoppedCountsWithTheOffsetsThatItHasPassed() {
    IntToLongFunction nextOffset = shard -> shard == 0 ? 1_040 : ShardTotals.NEVER_CLAIMED;
    for (var end :
        List.of(new ReplayEvent.CancelRequested(), new ReplayEvent.FailureObserved("x"))) {
      for (var stopped : List.of(replay(STARTED, end), replay(STARTED, end, STOPPED))) {
        assertThat(partitions(EARLIER, stopped, 40, nextOffset)).containsExactly(0);
        assertThat(partitions(reading(0, 1_039, 1_100), stopped, 40, nextOffset))
            .containsExactly(0);
        assertThat(partitions(reading(0, 1_040, 1_100), stopped, 40, nextOffset)).isEmpty();
        assertThat(partitions(EARLIER, stopped, 0)).isEmpty();
      }
    }
  }

  @Test
  void anExpiredReplayCountsWithThePartitionsOfItsAccount() {
    var expired =
        replay(
            STARTED,
            new ReplayEvent.Completed(false),
            new ReplayEvent.Expired(EARLIER.withoutShards(), Samples.account()));

    assertThat(partitions(EARLIER, expired, 100)).containsExactly(0);
    assertThat(partitions(reading(0, 1_100, 1_200), expired, 100)).isEmpty();
  }

  @Test
  void namesWhoStartedTheEarlierReplayAndItsFilter() {
    var filter = new Filter(List.of("user-7"), null, null);
    var filtered = Samples.replay(Samples.of(filter, EARLIER), STARTED);
    var delivery = EarlierDelivery.of(filtered, 7, "eve", List.of(0));

    assertThat(delivery.startedBy()).isEqualTo("eve");
    assertThat(delivery.startedAt()).isEqualTo(Samples.NOON);
    assertThat(delivery.filter()).isEqualTo(filter);
    assertThat(delivery.refusal("copy"))
        .contains(
            Samples.ID, "RUNNING", "started by eve at 2026-01-31T12:00:00Z", "'copy'", "--again");
    assertThat(EarlierDelivery.of(replay(STARTED), 7, null, List.of(0)).filter()).isNull();
  }
}
