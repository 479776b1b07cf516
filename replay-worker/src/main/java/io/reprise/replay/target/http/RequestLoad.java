package io.reprise.replay.target.http;

import io.reprise.kafka.time.Ticker;
import io.reprise.replay.target.TargetLoad;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Counts the requests of one shard and their times. Thread-safe. */
final class RequestLoad {
  private final Ticker ticker;
  private final LongAdder accepted = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder acceptedNanos = new LongAdder();

  RequestLoad(Ticker ticker) {
    this.ticker = ticker;
  }

  /**
   * Sends a request and counts its answer. A record that the service refuses for good counts as
   * accepted: the service was able to answer it.
   */
  CompletableFuture<Answer> measured(Supplier<CompletableFuture<Answer>> send) {
    long sent = ticker.nanos();
    var answer = send.get();
    var unused = answer.whenComplete((given, error) -> count(given, error, sent));
    return answer;
  }

  private void count(@Nullable Answer given, @Nullable Throwable error, long sentNanos) {
    if (error != null || given instanceof Answer.Later) {
      refused.increment();
    } else {
      accepted.increment();
      acceptedNanos.add(ticker.nanos() - sentNanos);
    }
  }

  TargetLoad sum() {
    return new TargetLoad(accepted.sum(), refused.sum(), acceptedNanos.sum());
  }
}
