package io.reprise.replay.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.replay.Samples;
import io.reprise.replay.approve.LimitsConfig;
import io.reprise.replay.spec.Throttle;
import io.reprise.runtime.json.ByteSize;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LimitDeciderTest {
  private static final ReplayEvent START = new ReplayEvent.Started();

  /** Two replays run: a of ann with 60 records a second, and b of bob with 30. */
  private static final ReplayTable TABLE =
      running(running(ReplayTable.EMPTY, "a", 60), "b", 30)
          .after(
              "c", new ReplayEvent.Created(Samples.plan(1, new Throttle(10L, null))), Samples.NOON)
          .after("u", new ReplayEvent.Created(Samples.plan(1, Throttle.NONE)), Samples.NOON);

  private static ReplayTable running(ReplayTable table, String id, long rate) {
    var plan = Samples.plan(1, new Throttle(rate, null));
    return table
        .after(id, new ReplayEvent.Created(plan), Samples.NOON)
        .after(id, START, Samples.NOON);
  }

  private static ReplayEvent limit(LimitsConfig limits, String id, ReplayEvent event, String by) {
    return LimitDecider.of(limits, TABLE, Map.of("a", "ann", "b", "bob")::get)
        .limit(TABLE.replay(id), event, by);
  }

  private static void assertRefused(ReplayEvent event, String reason) {
    assertThat(event).isInstanceOf(ReplayEvent.CommandRefused.class);
    assertThat(((ReplayEvent.CommandRefused) event).reason()).contains(reason);
  }

  @Test
  void limitsHowManyReplaysRun() {
    assertThat(limit(new LimitsConfig(3, null, null, null), "c", START, "ann")).isEqualTo(START);
    assertRefused(
        limit(new LimitsConfig(2, null, null, null), "c", START, "ann"),
        "limits.replays is 2, and 2 run");
  }

  @Test
  void limitsHowManyReplaysOfOnePersonRun() {
    var one = new LimitsConfig(null, 1, null, null);

    assertRefused(
        limit(one, "c", START, "ann"), "limits.replaysPerPerson is 1, and ann has 1 running");
    assertThat(limit(one, "c", START, "eve")).isEqualTo(START);
  }

  @Test
  void limitsTheTotalRate() {
    assertThat(limit(new LimitsConfig(null, null, 100L, null), "c", START, "eve")).isEqualTo(START);
    assertRefused(
        limit(new LimitsConfig(null, null, 99L, null), "c", START, "eve"),
        "give it a rate limit of at most 9");
    assertRefused(
        limit(new LimitsConfig(null, null, 1_000L, null), "u", START, "eve"),
        "it has no such rate limit");
    assertRefused(
        limit(new LimitsConfig(null, null, null, new ByteSize(5)), "c", START, "eve"),
        "limits.bytesPerSecond");
  }

  @Test
  void aChangeOfTheRateCountsTheReplayOnce() {
    var limits = new LimitsConfig(null, null, 100L, null);
    var most = new ReplayEvent.RateChanged(new Throttle(70L, null));

    assertThat(limit(limits, "a", most, "ann")).isEqualTo(most);
    assertRefused(
        limit(limits, "a", new ReplayEvent.RateChanged(new Throttle(71L, null)), "ann"),
        "at most 70");
  }

  @Test
  void anApprovedReplayIsOneOfItsRequester() {
    var table = TABLE.after("c", new ReplayEvent.StartRequested(Situations.REQUEST), Samples.NOON);
    var decided =
        LimitDecider.of(
                new LimitsConfig(null, 1, null, null), table, Map.of("a", "ann", "b", "bob")::get)
            .limit(table.replay("c"), new ReplayEvent.Approved("bob", "beef"), "bob");

    assertRefused(decided, "limits.replaysPerPerson is 1, and ann has 1 running");
  }

  @Test
  void withoutLimitsEveryEventIsTheSame() {
    assertThat(limit(LimitsConfig.NONE, "u", START, "ann")).isEqualTo(START);
  }
}
