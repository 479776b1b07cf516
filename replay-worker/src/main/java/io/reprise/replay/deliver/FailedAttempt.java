package io.reprise.replay.deliver;

import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.checkpoint.ShardWait;
import io.reprise.replay.failure.Failure;
import java.time.Instant;

/**
 * Decides which progress record a shard gets after an attempt to run it has failed. Immutable.
 *
 * @param failure why the attempt has failed
 */
public record FailedAttempt(Failure failure) {

  /**
   * Returns the progress record to write after the failed attempt. The record is FAILED if no
   * attempt on any worker can succeed. Otherwise it is STOPPED and says why the shard waits.
   *
   * @param last the newest progress record of the shard, written by this worker
   */
  public ShardProgress recordAfter(ShardProgress last, Instant now) {
    var sentence = failure.sentence();
    if (failure.isPermanent()) {
      return last.failed(sentence, now);
    }
    return last.in(ShardState.STOPPED, now).waitingFor(waitAfter(last, sentence, now));
  }

  private ShardWait waitAfter(ShardProgress last, String sentence, Instant now) {
    if (failure instanceof Failure.OfWorker) {
      return ShardWait.forAnotherWorker(last.waiting(), last.worker(), sentence, now);
    }
    return failure instanceof Failure.Unchecked
        ? ShardWait.forCheck(last.waiting(), sentence, now)
        : ShardWait.retry(last.waiting(), sentence, now);
  }
}
