package io.reprise.replay.operate;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.replay.Samples;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.checkpoint.ShardWait;
import io.reprise.replay.operate.ShardWaitView.Reason;
import io.reprise.replay.spec.Throttle;
import io.reprise.replay.state.Replay;
import io.reprise.replay.state.ReplayEvent;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Shows guarantee 1 of docs/liveness.md. */
class ShardWaitViewTest {
  private static final Replay RUNNING = replay(Throttle.NONE, new ReplayEvent.Started());

  private static Replay replay(Throttle throttle, ReplayEvent... events) {
    return Samples.replay(Samples.plan(2, throttle), events);
  }

  @Test
  void saysWhyEachShardWaitsAndSinceWhen() {
    var retry = ShardWait.retry(null, "the store does not answer", Samples.NOON.minusSeconds(9));
    var refused = ShardWait.forAnotherWorker(retry, "w1", "no credentials", Samples.NOON);

    assertThat(waitOf(RUNNING, null)).contains(expected(Reason.CLAIM));
    assertThat(waitOf(RUNNING, stopped())).contains(expected(Reason.CLAIM));
    assertThat(waitOf(RUNNING, stopped().waitingFor(retry)))
        .contains(
            new ShardWaitView(
                0, Reason.RETRY, Samples.NOON.minusSeconds(9), 1, "the store does not answer"));
    assertThat(waitOf(RUNNING, stopped().waitingFor(refused)))
        .contains(new ShardWaitView(0, Reason.WORKER, Samples.NOON, 2, "no credentials"));
  }

  @Test
  void aClaimedShardWaitsForItsShareOfTheRateOrForItsStop() {
    var claimed = Samples.progress(0, ShardState.CLAIMED, 10);
    var limited = replay(new Throttle(1L, null), new ReplayEvent.Started());
    var cancelling =
        replay(Throttle.NONE, new ReplayEvent.Started(), new ReplayEvent.CancelRequested());

    assertThat(waitOf(RUNNING, claimed)).isEmpty();
    assertThat(waitOf(limited, claimed)).contains(expected(Reason.RATE_SHARE));
    assertThat(waitOf(cancelling, claimed)).contains(expected(Reason.STOP));
    assertThat(waitOf(cancelling, stopped())).isEmpty();
  }

  @Test
  void nothingWaitsInAReplayThatDoesNotRunOrInAShardThatHasEnded() {
    assertThat(waitOf(replay(Throttle.NONE), null)).isEmpty();
    assertThat(waitOf(RUNNING, Samples.progress(0, ShardState.DONE, 100))).isEmpty();
    assertThat(waitOf(RUNNING, Samples.progress(0, ShardState.FAILED, 10))).isEmpty();
  }

  @Test
  void showsThatAShardWaitsForACheck() {
    var wait = ShardWait.forCheck(null, "copies-1 cannot be checked", Samples.NOON);

    assertThat(waitOf(RUNNING, stopped().waitingFor(wait)))
        .contains(
            new ShardWaitView(0, Reason.CHECK, Samples.NOON, 1, "copies-1 cannot be checked"));
  }

  @Test
  void aRetriedReplayForgetsTheErrorsOfItsEarlierAttempt() {
    var retried =
        replay(
            Throttle.NONE,
            new ReplayEvent.Started(),
            new ReplayEvent.FailureObserved("x"),
            new ReplayEvent.Stopped(),
            new ReplayEvent.Retried());
    var wait = ShardWait.retry(null, "the store does not answer", Samples.NOON);

    assertThat(waitOf(retried, stopped().waitingFor(wait))).contains(expected(Reason.CLAIM));
    assertThat(waitOf(retried, Samples.progress(0, ShardState.FAILED, 10)))
        .contains(expected(Reason.CLAIM));
  }

  @Test
  void aSummaryCountsTheWaitsAndShowsTheMostSerious() {
    var wait = ShardWait.forAnotherWorker(null, "w1", "no credentials", Samples.NOON);
    var shard = Samples.progress(1, ShardState.STOPPED, 10).waitingFor(wait);

    var summary = ReplaySummary.of(RUNNING, Map.of(1, shard));

    assertThat(summary.waiting()).isEqualTo(2);
    assertThat(summary.waitsFor())
        .isEqualTo(new ShardWaitView(1, Reason.WORKER, Samples.NOON, 1, "no credentials"));
    assertThat(ReplaySummary.of(replay(Throttle.NONE), Map.of()).waitsFor()).isNull();
  }

  private static ShardProgress stopped() {
    return Samples.progress(0, ShardState.STOPPED, 10);
  }

  private static ShardWaitView expected(Reason reason) {
    return new ShardWaitView(0, reason, Samples.NOON, null, null);
  }

  private static Optional<ShardWaitView> waitOf(Replay replay, ShardProgress record) {
    return ShardWaitView.of(replay, replay.plan().shards().get(0), record);
  }
}
