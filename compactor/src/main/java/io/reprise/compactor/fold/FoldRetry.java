package io.reprise.compactor.fold;

import io.reprise.kafka.time.Interruption;
import io.reprise.schemas.registry.RegistryUnreachableException;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Tries again for a short while where a retry may help. The thread that waits holds a transaction
 * open, so that its patience is a fraction of what a transaction may take; after that the thread
 * gives up and is replaced, which costs a restore. Stateless.
 */
final class FoldRetry {
  private static final Duration FIRST = Duration.ofMillis(100);
  private static final int TRIES = 5;

  private FoldRetry() {}

  /** The answer, or the last error after some two seconds. */
  static <T> T with(Supplier<T> attempt) {
    var wait = FIRST;
    for (int tries = 1; ; tries++) {
      try {
        return attempt.get();
      } catch (RegistryUnreachableException | RetriableException e) {
        if (tries == TRIES) {
          throw e;
        }
        Interruption.sleep(wait);
        wait = wait.multipliedBy(2);
      }
    }
  }
}
