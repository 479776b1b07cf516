package io.reprise.replay.slot;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.kafka.time.Ticker;
import io.reprise.replay.Samples;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.checkpoint.ShardWait;
import io.reprise.replay.failure.Backoff;
import io.reprise.replay.slot.ShardTask.Kind;
import io.reprise.replay.spec.Throttle;
import io.reprise.replay.state.Replay;
import io.reprise.replay.state.ReplayEvent;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Shows guarantee 1 of docs/liveness.md. */
class ShardHoldsTest {
  private static final Replay RUNNING =
      Samples.replay(Samples.plan(2, Throttle.NONE), new ReplayEvent.Started());

  private final ManualTicker time = new ManualTicker();
  private final ShardHolds holds = new ShardHolds("w1", new Backoff(() -> 0), time);

  private static final class ManualTicker implements Ticker {
    private long nanos;

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public void sleep(Duration duration) {
      nanos += duration.toNanos();
    }
  }

  @Test
  void holdsAShardBackLongerAfterEachFailureInARow() {
    for (int failures = 1; failures <= 12; failures++) {
      var task = begin(released(failures).claimedBy("w1", 1, Samples.NOON), failures);
      long expected = Math.min(15_000, 50L << failures - 1);

      assertThat(holds.permits(task)).isFalse();
      time.sleep(Duration.ofMillis(expected).minusNanos(1));
      assertThat(holds.permits(task)).as("after %d ms", expected).isFalse();
      time.sleep(Duration.ofNanos(1));
      assertThat(holds.permits(task)).as("after %d ms", expected).isTrue();
    }
  }

  @Test
  void holdsNothingBackThatAnotherWorkerOrAnEarlierAttemptFailedAt() {
    var other = new ShardHolds("w2", new Backoff(() -> 0), time);
    var retried =
        Samples.replay(
            Samples.plan(2, Throttle.NONE),
            new ReplayEvent.Started(),
            new ReplayEvent.FailureObserved("x"),
            new ReplayEvent.Stopped(),
            new ReplayEvent.Retried());

    assertThat(other.permits(task(RUNNING, released(5), Kind.BEGIN))).isTrue();
    assertThat(holds.permits(task(retried, released(5), Kind.BEGIN))).isTrue();
    assertThat(holds.permits(task(RUNNING, released(5), Kind.BEGIN))).isFalse();
  }

  @Test
  void permitsWhatHasNotFailed() {
    var claimed = Samples.progress(0, ShardState.CLAIMED, 10);

    assertThat(holds.permits(task(RUNNING, null, Kind.BEGIN))).isTrue();
    assertThat(holds.permits(task(RUNNING, claimed, Kind.TAKE_OVER))).isTrue();
    assertThat(holds.permits(task(RUNNING, released(3), Kind.STOP))).isTrue();
  }

  private static ShardTask begin(ShardProgress claimed, int failures) {
    var wait = new ShardWait(ShardWait.Reason.RETRY, Samples.NOON, failures, "x", null);
    var record = claimed.in(ShardState.STOPPED, Samples.NOON).waitingFor(wait);
    for (int i = 1; i < failures; i++) {
      record = record.claimedBy("w1", 1, Samples.NOON).in(ShardState.STOPPED, Samples.NOON);
    }
    return task(RUNNING, record.waitingFor(wait), Kind.BEGIN);
  }

  private static ShardProgress released(int failures) {
    var wait = new ShardWait(ShardWait.Reason.RETRY, Samples.NOON, failures, "x", null);
    return Samples.progress(0, ShardState.STOPPED, 10).waitingFor(wait);
  }

  private static ShardTask task(Replay replay, ShardProgress last, Kind kind) {
    return new ShardTask(replay, replay.plan().shards().get(0), last, kind);
  }
}
