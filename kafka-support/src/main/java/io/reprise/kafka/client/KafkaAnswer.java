package io.reprise.kafka.client;

import io.reprise.kafka.time.Interruption;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/** Waits for the results of futures that Kafka's clients return. Stateless and thread-safe. */
public final class KafkaAnswer {
  private KafkaAnswer() {}

  /**
   * Waits for a result, without a limit other than that of the client.
   *
   * @throws RuntimeException the client's own error, not wrapped
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
   * Waits for a result for a limited time.
   *
   * @throws TimeoutException if there is no result within the limit; whether the request was
   *     carried out is unknown
   * @throws RuntimeException the client's own error, not wrapped
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
