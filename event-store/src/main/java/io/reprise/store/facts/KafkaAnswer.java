package io.reprise.store.facts;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/** Waits for what Kafka's clients answer later. Thread-safe. */
public final class KafkaAnswer {
  private KafkaAnswer() {}

  /**
   * The answer, once it is there.
   *
   * @throws RuntimeException the client's own error, not wrapped
   * @throws InterruptException when the thread is interrupted, which it stays
   */
  public static <T> T of(Future<T> asked) {
    try {
      return asked.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new KafkaException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptException(e);
    }
  }
}
