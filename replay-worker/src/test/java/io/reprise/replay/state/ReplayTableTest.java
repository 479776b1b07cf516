package io.reprise.replay.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.replay.Samples;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.spec.Throttle;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReplayTableTest {
  private static final Instant NOON = Samples.NOON;

  private static ReplayTable with(ReplayTable table, String id, Plan plan, ReplayEvent... events) {
    var next = table.after(id, new ReplayEvent.Created(plan), NOON);
    for (var event : events) {
      next = next.after(id, event, NOON);
    }
    return next;
  }

  private static ReplayTable completed(ReplayTable table, String id) {
    var completed = new ReplayEvent.Completed(false);
    return with(table, id, Situations.PLAN, new ReplayEvent.Started(), completed).packing(id);
  }

  @Test
  void packsOnlyReplaysThatHaveEndedForGood() {
    for (var replay : Situations.replays().values()) {
      var table = tableOf(replay);
      boolean permanent = table.hasEndedForGood(Samples.ID);

      var packed = table.packing(Samples.ID);

      assertThat(permanent)
          .as(replay.state().name())
          .isEqualTo(
              List.of("CANCELLED", "COMPLETED", "COMPLETED_WITH_PARKED")
                  .contains(replay.state().name()));
      assertThat(packed.live()).hasSize(permanent ? 0 : 1);
      assertThat(packed.hasEndedForGood(Samples.ID)).isEqualTo(permanent);
      assertThat(packed.size()).isEqualTo(1);
      assertThat(packed.replay(Samples.ID)).isEqualTo(replay);
      assertThat(packed.replays()).containsExactly(replay);
    }
  }

  private static ReplayTable tableOf(Replay replay) {
    return switch (replay.state().name()) {
      case "PLANNED" -> with(ReplayTable.EMPTY, Samples.ID, Situations.PLAN);
      case "RUNNING" -> running();
      case "PAUSING" -> running(new ReplayEvent.PauseRequested());
      case "PAUSED" -> running(new ReplayEvent.PauseRequested(), new ReplayEvent.Stopped());
      case "CANCELLING" -> running(new ReplayEvent.CancelRequested());
      case "CANCELLED" -> running(new ReplayEvent.CancelRequested(), new ReplayEvent.Stopped());
      case "FAILING" -> running(new ReplayEvent.FailureObserved("broken"));
      case "FAILED" ->
          running(new ReplayEvent.FailureObserved("broken"), new ReplayEvent.Stopped());
      case "COMPLETED" -> running(new ReplayEvent.Completed(false));
      default -> running(new ReplayEvent.Completed(true));
    };
  }

  private static ReplayTable running(ReplayEvent... events) {
    var all = new ArrayList<ReplayEvent>(List.of(new ReplayEvent.Started()));
    all.addAll(List.of(events));
    return with(ReplayTable.EMPTY, Samples.ID, Situations.PLAN, all.toArray(ReplayEvent[]::new));
  }

  @Test
  void anEventOfAPackedReplayIsAppliedToIt() {
    var table = completed(ReplayTable.EMPTY, "a");

    var refused = table.after("a", new ReplayEvent.CommandRefused("over"), NOON);

    assertThat(refused.replay("a").nextSeq()).isEqualTo(4);
    assertThat(table.replay("a").nextSeq()).isEqualTo(3);
    assertThat(refused.packing("a").replay("a")).isEqualTo(refused.replay("a"));
    assertThat(refused.packing("a").without("a").size()).isZero();
  }

  @Test
  void listsPackedAndLiveReplaysTogetherNewestFirst() {
    var ids = new ArrayList<String>();
    for (int i = 0; i < 500; i++) {
      ids.add("id-%04d".formatted(i));
    }
    var order = new ArrayList<>(ids);
    Collections.shuffle(order, new Random(7));
    var table = ReplayTable.EMPTY;
    for (var id : order) {
      table = id.endsWith("3") ? with(table, id, Situations.PLAN) : completed(table, id);
    }
    var newest = new ArrayList<>(ids);
    Collections.reverse(newest);

    assertThat(table.newest(ReplayQuery.ALL, null, 1_000)).isEqualTo(newest);
    assertThat(table.newest(ReplayQuery.ALL, null, 7)).isEqualTo(newest.subList(0, 7));
    assertThat(table.newest(ReplayQuery.ALL, newest.get(6), 7)).isEqualTo(newest.subList(7, 14));
    assertThat(table.newest(ReplayQuery.ALL, "id-0000", 7)).isEmpty();
    assertThat(table.replays()).extracting(Replay::id).isEqualTo(ids);
    assertThat(table.live()).hasSize(50);
    for (var id : order.subList(0, 250)) {
      table = table.without(id);
    }
    newest.removeAll(order.subList(0, 250));
    assertThat(table.newest(ReplayQuery.ALL, null, 1_000)).isEqualTo(newest);
    assertThat(table.size()).isEqualTo(250);
  }

  @Test
  void aQueryMatchesEveryConditionOfAPackedReplay() {
    var later = NOON.plus(Duration.ofHours(1));
    for (var table :
        List.of(completed(ReplayTable.EMPTY, "a"), running(new ReplayEvent.Completed(false)))) {
      assertMatches(table, new ReplayQuery("COMPLETED", "orders", "copy", NOON, later), 1);
      assertMatches(table, new ReplayQuery("FAILED", null, null, null, null), 0);
      assertMatches(table, new ReplayQuery(null, "users", null, null, null), 0);
      assertMatches(table, new ReplayQuery(null, null, "other", null, null), 0);
      assertMatches(table, new ReplayQuery(null, null, null, later, null), 0);
      assertMatches(table, new ReplayQuery(null, null, null, null, NOON), 0);
    }
  }

  private static void assertMatches(ReplayTable table, ReplayQuery query, int count) {
    assertThat(table.newest(query, null, 9)).as(query.toString()).hasSize(count);
  }

  @Test
  void aPackedPlanUnpacksToAnEqualOneAfterTheOriginalIsGone() {
    var packed = completed(ReplayTable.EMPTY, "a");
    var expected = Samples.plan(2, Throttle.NONE);

    // The weak reference to the original is cleared once nothing else refers to it.
    var copy = io.reprise.replay.plan.PackedPlan.of(Samples.plan(2, Throttle.NONE));
    System.gc();

    assertThat(copy.plan()).isEqualTo(expected);
    assertThat(packed.replay("a").plan()).isEqualTo(Situations.PLAN);
    assertThat(copy.topic()).isEqualTo("orders");
    assertThat(copy.target()).isEqualTo("copy");
  }
}
