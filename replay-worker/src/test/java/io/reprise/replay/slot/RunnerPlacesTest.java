package io.reprise.replay.slot;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.replay.Samples;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.slot.ShardTask.Kind;
import io.reprise.replay.spec.Filter;
import io.reprise.replay.spec.Throttle;
import io.reprise.replay.state.ReplayEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunnerPlacesTest {
  private static final Filter ONE_KEY = new Filter(List.of("user-17"), null, null);
  private static final Filter ONE_TYPE = new Filter(null, List.of("order.placed"), null);

  private final RunnerPlaces places = new RunnerPlaces(2);
  private final List<RunnerPlace> taken = new ArrayList<>();

  private static ShardTask task(Filter filter, @Nullable ShardProgress last, Kind kind) {
    var plan = Samples.of(filter, Samples.plan(1, Throttle.NONE));
    var replay = Samples.replay(plan, new ReplayEvent.Started());
    return new ShardTask(replay, plan.shards().get(0), last, kind);
  }

  private static ShardTask begin(Filter filter) {
    return task(filter, null, Kind.BEGIN);
  }

  /** Takes places for runners of a task until none is left, and returns how many there were. */
  private int takeAll(ShardTask task) {
    int before = taken.size();
    for (var place = places.take(task); place.isPresent(); place = places.take(task)) {
      taken.add(place.get());
    }
    return taken.size() - before;
  }

  @Test
  void twiceAsManyRunnersBeginShardsAsShardsAreDelivered() {
    assertThat(takeAll(begin(Filter.NONE))).isEqualTo(4);
    assertThat(takeAll(begin(ONE_TYPE))).isZero();
  }

  @Test
  void eightRunnersBeginShardsForTheKeysOfAFilter() {
    assertThat(takeAll(begin(ONE_KEY))).isEqualTo(8);
    assertThat(takeAll(begin(Filter.NONE))).isZero();
  }

  @Test
  void searchesForKeysAreNotLimitedBelowTheOtherBeginnings() {
    var many = new RunnerPlaces(16);
    for (int i = 0; i < 32; i++) {
      assertThat(many.take(begin(ONE_KEY))).isPresent();
    }
    assertThat(many.take(begin(ONE_KEY))).isEmpty();
  }

  @Test
  void aShardThatWasClaimedBeforeIsBegunAsAnyOther() {
    takeAll(begin(Filter.NONE));

    var stopped = Samples.progress(0, ShardState.STOPPED, 60);
    assertThat(takeAll(task(ONE_KEY, stopped, Kind.BEGIN))).isZero();
    assertThat(takeAll(begin(ONE_KEY))).isEqualTo(4);
  }

  @Test
  void takeoversAndStopsHavePlacesOfTheirOwn() {
    takeAll(begin(ONE_KEY));

    var claimed = Samples.progress(0, ShardState.CLAIMED, 60);
    assertThat(takeAll(task(ONE_KEY, claimed, Kind.TAKE_OVER))).isEqualTo(8);
    assertThat(takeAll(task(ONE_KEY, claimed, Kind.STOP))).isEqualTo(8);
  }

  @Test
  void asManyRunnersTakeOverShardsAsAreDelivered() {
    var many = new RunnerPlaces(16);
    var claimed = Samples.progress(0, ShardState.CLAIMED, 60);
    for (int i = 0; i < 16; i++) {
      assertThat(many.take(task(Filter.NONE, claimed, Kind.TAKE_OVER))).isPresent();
    }
    assertThat(many.take(task(Filter.NONE, claimed, Kind.TAKE_OVER))).isEmpty();
  }

  @Test
  void aPlaceThatIsGivenBackIsTakenAgainByTheSameKindOfRunner() {
    takeAll(begin(ONE_KEY));

    taken.get(7).release();
    taken.get(7).release();
    assertThat(places.take(begin(Filter.NONE))).isEmpty();
    assertThat(takeAll(begin(ONE_KEY))).isEqualTo(1);

    taken.get(0).release();
    assertThat(takeAll(begin(Filter.NONE))).isEqualTo(1);
  }
}
