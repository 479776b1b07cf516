package io.reprise.replay.operate;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.replay.Samples;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.checkpoint.ShardTotals;
import io.reprise.replay.spec.Throttle;
import io.reprise.replay.state.ReplayEvent;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReplaySummaryTest {

  @Test
  void sumsTheProgressOfAllShards() {
    var running = Samples.replay(Samples.plan(3, Throttle.NONE), new ReplayEvent.Started());

    var summary =
        ReplaySummary.of(
            running,
            Map.of(
                0, Samples.progress(0, ShardState.DONE, 100),
                1, Samples.progress(1, ShardState.CLAIMED, 40)));

    assertThat(summary.state()).isEqualTo("RUNNING");
    assertThat(summary.shards()).isEqualTo(3);
    assertThat(summary.running()).isEqualTo(1);
    assertThat(summary.done()).isEqualTo(1);
    assertThat(summary.counts().delivered()).isEqualTo(140);
    assertThat(summary.cause()).isNull();
  }

  @Test
  void namesTheCauseOfAFailure() {
    var failing =
        Samples.replay(
            Samples.plan(1, Throttle.NONE),
            new ReplayEvent.Started(),
            new ReplayEvent.FailureObserved("shard 0: gone"));

    assertThat(ReplaySummary.of(failing, Map.of()).cause()).isEqualTo("shard 0: gone");
  }

  @Test
  void theTotalsOfAnEndedReplayGiveTheSameSummaryAsItsRecords() {
    var cancelled =
        Samples.replay(
            Samples.plan(3, Throttle.NONE),
            new ReplayEvent.Started(),
            new ReplayEvent.CancelRequested(),
            new ReplayEvent.Stopped());
    var done = Samples.progress(0, ShardState.DONE, 100);
    var stopped = Samples.progress(2, ShardState.STOPPED, 40);
    var totals =
        new ShardTotals(
            done.counts().plus(stopped.counts()),
            1,
            new long[] {done.nextOffset(), ShardTotals.NEVER_CLAIMED, stopped.nextOffset()});

    var summary = ReplaySummary.settled(cancelled, totals);

    assertThat(summary).isEqualTo(ReplaySummary.of(cancelled, Map.of(0, done, 2, stopped)));
    assertThat(summary.accounted()).isEqualTo(140);
  }

  @Test
  void aShardThatIsDoneHasCountedAllItsOffsets() {
    var plan = Samples.plan(3, Throttle.NONE);

    assertThat(ShardTotals.accounted(plan.shards(), shard -> ShardTotals.REACHED_END))
        .isEqualTo(plan.records());
    assertThat(ShardTotals.accounted(plan.shards(), shard -> ShardTotals.NEVER_CLAIMED)).isZero();
  }

  @Test
  void idsSortByTheirTime() {
    var noon = new ReplayIdGenerator(Clock.fixed(Samples.NOON, ZoneOffset.UTC)).next();
    var later =
        new ReplayIdGenerator(Clock.fixed(Samples.NOON.plusMillis(1), ZoneOffset.UTC)).next();

    assertThat(noon).isLessThan(later);
    assertThat(UUID.fromString(noon).version()).isEqualTo(7);
    assertThat(UUID.fromString(noon).variant()).isEqualTo(2);
  }
}
