package io.reprise.replay.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.replay.Samples;
import io.reprise.replay.spec.Throttle;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplayTest {
  private static final Instant LATER = Samples.NOON.plusSeconds(60);
  private static final Throttle TEN = new Throttle(10L, null);

  @Test
  void isPlannedAtFirstWithTheThrottleOfThePlan() {
    var replay = Samples.replay(Samples.plan(2, TEN));

    assertThat(replay.state()).isEqualTo(new ReplayState.Planned());
    assertThat(replay.throttle()).isEqualTo(TEN);
    assertThat(replay.shares()).isEmpty();
    assertThat(replay.attempt()).isZero();
    assertThat(replay.nextSeq()).isEqualTo(1);
    assertThat(replay.startedAt()).isNull();
  }

  @Test
  void countsEveryEventOnce() {
    var replay = Situations.running();
    for (var event : Situations.events().values()) {
      if (!(event instanceof ReplayEvent.Started
          || event instanceof ReplayEvent.Resumed
          || event instanceof ReplayEvent.Stopped
          || event instanceof ReplayEvent.Retried
          || event instanceof ReplayEvent.StartRequested
          || event instanceof ReplayEvent.Approved
          || event instanceof ReplayEvent.ApprovalRefused
          || event instanceof ReplayEvent.ApprovalExpired
          || event instanceof ReplayEvent.Expired)) {
        assertThat(replay.after(event, LATER).nextSeq()).isEqualTo(replay.nextSeq() + 1);
      }
    }
  }

  @Test
  void countsAttemptsAndKeepsTheTimeOfTheFirstStart() {
    var failed = Situations.replays().get("FAILED");

    var retried = failed.after(new ReplayEvent.Retried(), LATER);

    assertThat(failed.attempt()).isEqualTo(1);
    assertThat(retried.attempt()).isEqualTo(2);
    assertThat(retried.startedAt()).isEqualTo(Samples.NOON);
    assertThat(retried.endedAt()).isNull();
  }

  @Test
  void keepsTheTimeOfItsEnd() {
    var completed = Situations.running().after(new ReplayEvent.Completed(false), Samples.NOON);
    var refused = completed.after(new ReplayEvent.CommandRefused("over"), LATER);

    assertThat(completed.endedAt()).isEqualTo(Samples.NOON);
    assertThat(refused.endedAt()).isEqualTo(Samples.NOON);
    assertThat(refused.state()).isEqualTo(completed.state());
  }

  @Test
  void aNewRateRevokesAllShares() {
    var shared =
        Situations.running(
            new ReplayEvent.RateChanged(TEN), new ReplayEvent.SharesIssued(Map.of(0, TEN)));

    var changed = shared.after(new ReplayEvent.RateChanged(new Throttle(4L, null)), LATER);

    assertThat(shared.shares()).isEqualTo(Map.of(0, TEN));
    assertThat(changed.shares()).isEmpty();
    assertThat(changed.throttle()).isEqualTo(new Throttle(4L, null));
    assertThat(changed.state()).isEqualTo(new ReplayState.Running());
  }

  @Test
  void aRetryRevokesAllShares() {
    var failed =
        Situations.running(
            new ReplayEvent.RateChanged(TEN),
            new ReplayEvent.SharesIssued(Map.of(0, TEN)),
            new ReplayEvent.FailureObserved("x"),
            new ReplayEvent.Stopped());

    assertThat(failed.after(new ReplayEvent.Retried(), LATER).shares()).isEmpty();
  }

  @Test
  void aTableAppliesEventsByReplayAndRemovesReplays() {
    var created = new ReplayEvent.Created(Situations.PLAN);
    var table =
        ReplayTable.EMPTY
            .after("b", created, Samples.NOON)
            .after("a", created, Samples.NOON)
            .after("a", new ReplayEvent.Started(), Samples.NOON);

    assertThat(table.replays()).extracting(Replay::id).containsExactly("a", "b");
    assertThat(table.replay("a").state()).isEqualTo(new ReplayState.Running());
    assertThat(table.replay("b").state()).isEqualTo(new ReplayState.Planned());
    assertThat(table.without("a").replay("a")).isNull();
    assertThat(table.replay("a")).isNotNull();
  }

  @Test
  void aTableSelectsReplaysNewestFirst() {
    var created = new ReplayEvent.Created(Situations.PLAN);
    var later = Samples.NOON.plusSeconds(1);
    var table =
        ReplayTable.EMPTY
            .after("a", created, Samples.NOON)
            .after("b", created, later)
            .after("c", created, later)
            .after("b", new ReplayEvent.Started(), later);

    assertThat(table.newest(ReplayQuery.ALL, null, 2)).containsExactly("c", "b");
    assertThat(table.newest(ReplayQuery.ALL, "b", 2)).containsExactly("a");
    assertThat(newest(table, new ReplayQuery("RUNNING", "orders", "copy", later, null)))
        .containsExactly("b");
    assertThat(newest(table, new ReplayQuery(null, null, null, null, later))).containsExactly("a");
    assertThat(newest(table, new ReplayQuery(null, "users", null, null, null))).isEmpty();
    assertThat(newest(table, new ReplayQuery(null, null, "other", null, null))).isEmpty();
  }

  private static List<String> newest(ReplayTable table, ReplayQuery query) {
    return table.newest(query, null, 9);
  }

  @Test
  void aTableRefusesAReplayThatWasNeverCreated() {
    assertThatThrownBy(() -> ReplayTable.EMPTY.after("a", new ReplayEvent.Started(), Samples.NOON))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("first event of replay a is not its creation");
  }
}
