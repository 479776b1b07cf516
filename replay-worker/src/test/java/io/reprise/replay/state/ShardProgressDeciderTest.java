package io.reprise.replay.state;

import static io.reprise.replay.Samples.progress;
import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.replay.Samples;
import io.reprise.replay.checkpoint.ShardCounts;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.checkpoint.ShardWait;
import io.reprise.replay.spec.Adaptive;
import io.reprise.replay.spec.Throttle;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardProgressDeciderTest {
  private static final Throttle TEN = new Throttle(10L, null);

  @Test
  void completesWhenEveryShardIsDoneAndBalances() {
    assertThat(nextEvent(Situations.running(), done(0), done(1)))
        .contains(new ReplayEvent.Completed(false));
  }

  @Test
  void completesWithParkedRecords() {
    var parked = progress(1, ShardState.DONE, new ShardCounts(99, 0, 0, 1, 0, 0, 0));

    assertThat(nextEvent(Situations.running(), done(0), parked))
        .contains(new ReplayEvent.Completed(true));
  }

  @Test
  void doesNotCompleteUntilEveryShardIsDone() {
    assertThat(nextEvent(Situations.running())).isEmpty();
    assertThat(nextEvent(Situations.running(), done(0))).isEmpty();
    for (var state : List.of(ShardState.CLAIMED, ShardState.STOPPED)) {
      assertThat(nextEvent(Situations.running(), done(0), progress(1, state, 100))).isEmpty();
    }
  }

  @Test
  void failsTheReplayWhoseShardDoesNotBalance() {
    assertThat(nextEvent(Situations.running(), done(0), progress(1, ShardState.DONE, 98)))
        .contains(
            new ReplayEvent.FailureObserved(
                "shard 1 accounts for 98 offsets of [1000, 1100), which has 100: this is a defect,"
                    + " keep the records"));
  }

  @Test
  void completesAReplayWithoutShards() {
    var empty = Samples.replay(Samples.plan(0, Throttle.NONE), new ReplayEvent.Started());

    assertThat(nextEvent(empty)).contains(new ReplayEvent.Completed(false));
  }

  @Test
  void observesAFailedShardOfThisAttemptOnly() {
    var failed = progress(1, ShardState.FAILED, 10);
    var observed = new ReplayEvent.FailureObserved("shard 1: out of range");

    assertThat(nextEvent(Situations.running(), failed)).contains(observed);
    assertThat(nextEvent(Situations.running(new ReplayEvent.PauseRequested()), failed))
        .contains(observed);
    var retried =
        Situations.running(
            new ReplayEvent.FailureObserved("x"),
            new ReplayEvent.Stopped(),
            new ReplayEvent.Retried());
    assertThat(nextEvent(retried, failed)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PAUSING", "CANCELLING", "FAILING"})
  void stopsOnceNoShardIsClaimed(String stopping) {
    var replay = Situations.replays().get(stopping);

    assertThat(nextEvent(replay, done(0), progress(1, ShardState.CLAIMED, 10))).isEmpty();
    assertThat(nextEvent(replay, done(0), progress(1, ShardState.STOPPED, 10)))
        .contains(new ReplayEvent.Stopped());
    assertThat(nextEvent(replay)).contains(new ReplayEvent.Stopped());
  }

  @Test
  void endsCancellingAndFailingDespiteAFailedShard() {
    var failed = progress(1, ShardState.FAILED, 10);

    for (var stopping : List.of("CANCELLING", "FAILING")) {
      assertThat(nextEvent(Situations.replays().get(stopping), failed))
          .contains(new ReplayEvent.Stopped());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PLANNED",
        "AWAITING_APPROVAL",
        "PAUSED",
        "CANCELLED",
        "FAILED",
        "COMPLETED",
        "COMPLETED_WITH_PARKED"
      })
  void decidesNothingInStatesThatDoNotDeliver(String state) {
    var replay = Situations.replays().get(state);

    for (var shard : ShardState.values()) {
      assertThat(nextEvent(replay, progress(0, shard, 100), progress(1, shard, 100))).isEmpty();
    }
  }

  @Test
  void dividesTheRateAmongClaimedShardsAndAgainWhenTheyChange() {
    var running = Situations.running(new ReplayEvent.RateChanged(TEN));
    var claimed = progress(0, ShardState.CLAIMED, 0);
    var alone = new ReplayEvent.SharesIssued(Map.of(0, TEN));

    assertThat(nextEvent(running)).isEmpty();
    assertThat(nextEvent(running, claimed)).contains(alone);
    var shared = running.after(alone, Samples.NOON);
    assertThat(nextEvent(shared, claimed)).isEmpty();
    assertThat(nextEvent(shared, claimed, progress(1, ShardState.CLAIMED, 0)))
        .contains(
            new ReplayEvent.SharesIssued(
                Map.of(0, new Throttle(5L, null), 1, new Throttle(5L, null))));
    assertThat(nextEvent(shared, done(0))).contains(new ReplayEvent.SharesIssued(Map.of()));
  }

  @Test
  void anAdaptiveReplayWithoutALimitHasSharesThatTellHowManyShardsDeliver() {
    var plan = Samples.plan(2, Throttle.NONE);
    var adaptive = Samples.of(plan.spec().withAdaptive(Adaptive.TO_TARGET), plan);
    var running = Samples.replay(adaptive, new ReplayEvent.Started());

    assertThat(nextEvent(running, progress(0, ShardState.CLAIMED, 0)))
        .contains(new ReplayEvent.SharesIssued(Map.of(0, Throttle.NONE)));
  }

  @Test
  void pausesWhenMoreRecordsAreParkedThanTheSpecAllows() {
    assertThat(nextEvent(Situations.running(), parked(0, 60, 1_900), parked(1, 40, 0))).isEmpty();
    assertThat(nextEvent(Situations.running(), parked(0, 61, 1_919), parked(1, 40, 0))).isEmpty();
    assertThat(nextEvent(Situations.running(), parked(0, 61, 1_918), parked(1, 40, 0)))
        .contains(
            new ReplayEvent.PauseRequested(
                "the replay has paused by itself: 101 records are parked and 1918 delivered, more"
                    + " than 5 % and 100 records: look at the causes in the parked topic, then"
                    + " resume or cancel",
                101));
  }

  @Test
  void pausesAgainOnlyWhenTheParkedRecordsHaveDoubled() {
    var resumed =
        Situations.running(
            new ReplayEvent.PauseRequested("too many", 101),
            new ReplayEvent.Stopped(),
            new ReplayEvent.Resumed());

    assertThat(nextEvent(resumed, parked(0, 201, 0))).isEmpty();
    assertThat(nextEvent(resumed, parked(0, 202, 0)))
        .hasValueSatisfying(
            event -> assertThat(((ReplayEvent.PauseRequested) event).parked()).isEqualTo(202));
  }

  @Test
  void completesAReplayThatHasParkedTooManyRecordsAtItsEnd() {
    var parked = progress(1, ShardState.DONE, new ShardCounts(0, 0, 0, 100, 0, 0, 0));
    var other = progress(0, ShardState.DONE, new ShardCounts(0, 0, 0, 100, 0, 0, 0));

    assertThat(nextEvent(Situations.running(), other, parked))
        .contains(new ReplayEvent.Completed(true));
  }

  private static ShardProgress parked(int shard, long parked, long delivered) {
    return progress(shard, ShardState.CLAIMED, new ShardCounts(delivered, 0, 0, parked, 0, 0, 0));
  }

  @Test
  void failsTheReplayOfAShardThatNoWorkerCouldRunForThirtySeconds() {
    var wait = ShardWait.forAnotherWorker(null, "w1", "no credentials", Samples.NOON);
    var again = ShardWait.forAnotherWorker(wait, "w2", "target 'copy' is not configured", later(9));
    var stopped = progress(1, ShardState.STOPPED, 10).waitingFor(again);

    assertThat(nextEvent(later(29), Situations.running(), stopped)).isEmpty();
    assertThat(nextEvent(later(30), Situations.running(), stopped))
        .contains(
            new ReplayEvent.FailureObserved(
                "shard 1: no worker could run it in 2 attempts (tried by w1, w2): target 'copy' is"
                    + " not configured"));
    assertThat(nextEvent(later(30), Situations.running(new ReplayEvent.PauseRequested()), stopped))
        .contains(new ReplayEvent.Stopped());
  }

  @Test
  void failsTheReplayOfAShardWhosePartitionCouldNotBeCheckedForThirtySeconds() {
    var wait = ShardWait.forCheck(null, "copies-1 cannot be checked", Samples.NOON);
    var again = ShardWait.forCheck(wait, "copies-1 cannot be checked", later(9));
    var early = progress(1, ShardState.STOPPED, 10).in(ShardState.STOPPED, later(29));
    var late = early.in(ShardState.STOPPED, later(30)).waitingFor(again);

    assertThat(nextEvent(later(100), Situations.running(), early.waitingFor(again))).isEmpty();
    assertThat(nextEvent(later(30), Situations.running(), late))
        .contains(
            new ReplayEvent.FailureObserved("shard 1: copies-1 cannot be checked (2 attempts)"));
    assertThat(nextEvent(later(30), Situations.running(new ReplayEvent.PauseRequested()), late))
        .contains(new ReplayEvent.Stopped());
  }

  @Test
  void givesAResumedReplayThirtySecondsAgain() {
    var wait = ShardWait.forAnotherWorker(null, "w1", "no credentials", Samples.NOON);
    var stopped = progress(1, ShardState.STOPPED, 10).waitingFor(wait);
    var resumed =
        Situations.running(new ReplayEvent.PauseRequested(), new ReplayEvent.Stopped())
            .after(new ReplayEvent.Resumed(), later(600));

    assertThat(nextEvent(later(629), resumed, stopped)).isEmpty();
    assertThat(nextEvent(later(630), resumed, stopped)).isPresent();
  }

  @Test
  void repeatsForEverWhatCanPassByItself() {
    var wait = ShardWait.retry(null, "the store does not answer", Samples.NOON);
    var stopped = progress(1, ShardState.STOPPED, 10).waitingFor(wait);

    assertThat(nextEvent(later(100_000), Situations.running(), stopped)).isEmpty();
  }

  @Test
  void ignoresTheWaitOfAShardThatIsClaimedAgainOrThatRanInAnEarlierAttempt() {
    var wait = ShardWait.forAnotherWorker(null, "w1", "no credentials", Samples.NOON);
    var claimed = progress(1, ShardState.CLAIMED, 10).waitingFor(wait);
    var stopped = progress(1, ShardState.STOPPED, 10).waitingFor(wait);
    var retried =
        Situations.running(
            new ReplayEvent.FailureObserved("x"),
            new ReplayEvent.Stopped(),
            new ReplayEvent.Retried());

    assertThat(nextEvent(later(100), Situations.running(), claimed)).isEmpty();
    assertThat(nextEvent(later(100), retried, stopped)).isEmpty();
  }

  private static Instant later(long seconds) {
    return Samples.NOON.plusSeconds(seconds);
  }

  @Test
  void aShardOfAThrottledReplayWaitsForItsShare() {
    var throttled = Situations.running(new ReplayEvent.RateChanged(TEN));
    var shared = throttled.after(new ReplayEvent.SharesIssued(Map.of(1, TEN)), Samples.NOON);

    assertThat(Situations.running().shareOf(0)).isEqualTo(Throttle.NONE);
    assertThat(throttled.shareOf(1)).isNull();
    assertThat(shared.shareOf(1)).isEqualTo(TEN);
    assertThat(shared.shareOf(0)).isNull();
  }

  private static ShardProgress done(int index) {
    return progress(index, ShardState.DONE, 100);
  }

  private static Optional<ReplayEvent> nextEvent(Replay replay, ShardProgress... records) {
    return nextEvent(Samples.NOON, replay, records);
  }

  private static Optional<ReplayEvent> nextEvent(
      Instant now, Replay replay, ShardProgress... records) {
    return new ShardProgressDecider(
            replay,
            Arrays.stream(records).collect(Collectors.toMap(r -> r.shard().index(), r -> r)),
            now)
        .nextEvent();
  }
}
