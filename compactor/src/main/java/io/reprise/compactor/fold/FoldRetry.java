package io.reprise.compactor.fold;

import io.reprise.kafka.time.Interruption;
import io.reprise.schemas.registry.RegistryUnreachableException;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Repeats the fold of an event for about two seconds if a retry may help. The waiting thread holds
 * a transaction open, so the two seconds are only a fraction of the transaction timeout. If the
 * last attempt fails too, the thread fails. Kafka Streams replaces the thread, and the new thread
 * must restore the states. Stateless.
 */
final class FoldRetry {
  private static final Duration FIRST = Duration.ofMillis(100);
  private static final int MOST_ATTEMPTS = 5;

  private FoldRetry() {}

  /** Returns the result of the first successful attempt; throws the error of the last attempt. */
  static <T> T run(Supplier<T> attempt) {
    var wait = FIRST;
    for (int attempts = 1; ; attempts++) {
      try {
        return attempt.get();
      } catch (RegistryUnreachableException | RetriableException e) {
        if (attempts == MOST_ATTEMPTS) {
          throw e;
        }
        Interruption.sleep(wait);
        wait = wait.multipliedBy(2);
      }
    }
  }
}
