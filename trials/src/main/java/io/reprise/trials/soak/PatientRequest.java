package io.reprise.trials.soak;

import io.reprise.cli.command.CommandFailure;
import io.reprise.kafka.time.Deadline;
import io.reprise.kafka.time.Interruption;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/** Repeats requests that fail while services are being restarted. Stateless and thread-safe. */
final class PatientRequest {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Duration PAUSE = Duration.ofMillis(500);

  private PatientRequest() {}

  /**
   * Makes a request until it succeeds, for at most 5 minutes, and returns the answer. The request
   * must be safe to repeat.
   *
   * @throws RuntimeException the last failure
   */
  static <T> T answer(Supplier<T> request) {
    var deadline = Deadline.after(LIMIT);
    while (true) {
      try {
        return request.get();
      } catch (InterruptException e) {
        throw e;
      } catch (CommandFailure | KafkaException e) {
        if (deadline.isPassed() || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        Interruption.sleep(PAUSE);
      }
    }
  }
}
