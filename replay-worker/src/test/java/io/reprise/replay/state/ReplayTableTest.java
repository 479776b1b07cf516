package io.reprise.replay.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.replay.Samples;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.plan.PlannedDelivery;
import io.reprise.replay.plan.TargetTopic;
import io.reprise.replay.spec.Throttle;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Shows guarantee 13 of docs/liveness.md. */
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
      case "AWAITING_APPROVAL" ->
          with(
              ReplayTable.EMPTY,
              Samples.ID,
              Situations.PLAN,
              new ReplayEvent.StartRequested(Situations.REQUEST));
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
  void findsStartedReplaysThatReadTheSameOffsetsPackedOrLive() {
    var other = Samples.into(new TargetTopic("other", "t2"), Situations.PLAN);
    var here = Samples.into(new TargetTopic("copy", "t1"), Situations.PLAN);
    var started = new ReplayEvent.Started();
    var table = with(ReplayTable.EMPTY, "a", here, started, new ReplayEvent.Completed(false));
    table = with(table.packing("a"), "b", here, started);
    table = with(table, "c", here);
    table = with(table, "d", other, started);
    var cancel = new ReplayEvent.CancelRequested();
    table = with(table, "e", here, cancel).packing("e");

    assertThat(table.startedLike(PlannedDelivery.of(here))).containsExactly("b", "a");
    assertThat(table.startedLike(PlannedDelivery.of(other))).containsExactly("d");
    var elsewhere = here.withRecordTimes(List.of(), List.of());
    assertThat(table.startedLike(PlannedDelivery.of(elsewhere))).isEmpty();
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

  private static final ReplayEvent.Expired EXPIRED =
      new ReplayEvent.Expired(Situations.PLAN.withoutShards(), Samples.account());

  @Test
  void anExpiredReplayKeepsItsShardsUntilItsFirstEventIsRemoved() {
    var table = completed(ReplayTable.EMPTY, "a").afterRead("a", 3, EXPIRED, NOON).packing("a");

    assertThat(table.isExpired("a")).isTrue();
    assertThat(table.live()).isEmpty();
    for (long seq = 2; seq > 0; seq--) {
      table = table.withoutEvent("a", seq).packing("a");
      assertThat(table.replay("a").plan()).isEqualTo(Situations.PLAN);
      assertThat(table.oldest(ListedReplay::hasExpiredEvents)).contains("a");
    }
    table = table.withoutEvent("a", 0).packing("a");

    var replay = table.replay("a");
    assertThat(replay.plan()).isEqualTo(Situations.PLAN.withoutShards());
    assertThat(replay.state().name()).isEqualTo("COMPLETED");
    assertThat(replay.nextSeq()).isEqualTo(4);
    assertThat(replay.expiry()).isEqualTo(new Expiry(NOON, Samples.account(), false));
    assertThat(table.oldest(ListedReplay::hasExpiredEvents)).isEmpty();
    assertThat(table.live()).isEmpty();
    assertThat(table.newest(new ReplayQuery("COMPLETED", "orders", "copy", NOON, null), null, 9))
        .containsExactly("a");
    // The account alone gives the same replay.
    assertThat(ReplayTable.EMPTY.afterRead("a", 3, EXPIRED, NOON).replay("a")).isEqualTo(replay);
    assertThat(table.withoutEvent("a", 3).size()).isZero();
  }

  @Test
  void aReplayOfWhichEventsAreMissingIsLeftOutUntilItsAccountIsRead() {
    var created =
        ReplayTable.EMPTY.afterRead("a", 0, new ReplayEvent.Created(Situations.PLAN), NOON);
    var started = new ReplayEvent.Started();
    var completed = new ReplayEvent.Completed(false);

    assertThat(ReplayTable.EMPTY.afterRead("a", 1, started, NOON).size()).isZero();
    var withGap = created.afterRead("a", 2, completed, NOON);
    assertThat(withGap.size()).isZero();
    assertThat(withGap.isMissingEventsBefore("a", 2, completed)).isTrue();
    for (var before : List.of(ReplayTable.EMPTY, created, withGap)) {
      var table = before.afterRead("a", 3, EXPIRED, NOON);
      assertThat(table.replay("a").state().name()).isEqualTo("COMPLETED");
      assertThat(table.withoutEvent("a", 0).replay("a").plan().shards()).isEmpty();
    }
  }

  @Test
  void onlyARefusalFollowsAnExpiry() {
    var table = completed(ReplayTable.EMPTY, "a").after("a", EXPIRED, NOON);

    assertThat(table.after("a", new ReplayEvent.CommandRefused("no"), NOON).isExpired("a"))
        .isTrue();
    assertThatThrownBy(() -> table.after("a", new ReplayEvent.Retried(), NOON))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("expired");
    var running = with(ReplayTable.EMPTY, "b", Situations.PLAN, new ReplayEvent.Started());
    var early = new ReplayEvent.Expired(Situations.PLAN, Samples.account());
    assertThatThrownBy(
            () ->
                running
                    .after("b", new ReplayEvent.RateChanged(Throttle.NONE), NOON)
                    .after("b", early, NOON))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Expired is not legal in state RUNNING");
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
