package io.reprise.kafka.client;

import io.reprise.kafka.time.Interruption;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Waits for the results of futures that Kafka's clients return. Throws a client's exception itself,
 * not wrapped in another one. Stateless and thread-safe.
 */
public final class KafkaAnswer {
  private KafkaAnswer() {}

  /**
   * Waits for a result until the client's own time limit.
   *
   * @throws RuntimeException the exception of the client, not wrapped
   * @throws InterruptException when the thread is interrupted; its interrupt flag stays set
   */
  public static <T> T of(Future<T> pending) {
    return Interruption.get(
        () -> {
          try {
            return pending.get();
          } catch (ExecutionException e) {
            throw unwrapped(e);
          }
        });
  }

  /**
   * Waits for a result until {@code limit} has passed.
   *
   * @throws TimeoutException if there is no result within the limit; it is then unknown whether the
   *     request was carried out
   * @throws RuntimeException the exception of the client, not wrapped
   * @throws InterruptException when the thread is interrupted; its interrupt flag stays set
   */
  public static <T> T of(Future<T> pending, Duration limit) {
    return Interruption.get(
        () -> {
          try {
            return pending.get(limit.toNanos(), TimeUnit.NANOSECONDS);
          } catch (ExecutionException e) {
            throw unwrapped(e);
          } catch (java.util.concurrent.TimeoutException e) {
            throw new TimeoutException("no answer within " + limit.toMillis() + " ms", e);
          }
        });
  }

  private static RuntimeException unwrapped(ExecutionException failure) {
    return failure.getCause() instanceof RuntimeException cause
        ? cause
        : new KafkaException(failure);
  }
}
