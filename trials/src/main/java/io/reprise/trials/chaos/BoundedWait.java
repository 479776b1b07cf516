package io.reprise.trials.chaos;

import io.reprise.cli.command.CommandFailure;
import io.reprise.kafka.time.Deadline;
import io.reprise.kafka.time.Interruption;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Waits, for a limited time, until a stack with injected faults answers or is in a wanted state. If
 * the wait fails, the error says how long the wait was and why it ended. Stateless and thread-safe.
 *
 * <p>Every method throws {@link org.apache.kafka.common.errors.InterruptException} when the thread
 * is interrupted; the thread's interrupt flag stays set.
 */
final class BoundedWait {
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private BoundedWait() {}

  /**
   * Makes a request until it succeeds, for at most 60 s, because requests fail while a broker or a
   * service is down. Returns the answer.
   *
   * @throws CommandFailure with the exit code and the message of the last failure
   */
  static <T> T forAnswer(Supplier<T> request) {
    return forAnswer(request, Deadline.after(ANSWER_LIMIT));
  }

  static <T> T forAnswer(Supplier<T> request, Deadline deadline) {
    while (true) {
      try {
        return request.get();
      } catch (CommandFailure e) {
        if (deadline.isPassed()) {
          throw new CommandFailure(
              e.exitCode(),
              "no answer within %d s: %s".formatted(deadline.limit().toSeconds(), e.getMessage()),
              e);
        }
        Interruption.sleep(PAUSE);
      }
    }
  }

  /**
   * Reads a state until it is the wanted one, and returns it.
   *
   * @param error makes the exception from the last state that was read, if the limit has passed
   */
  static <T> T forState(
      Supplier<T> read,
      Predicate<T> isWanted,
      Duration limit,
      Function<T, ? extends RuntimeException> error) {
    var deadline = Deadline.after(limit);
    while (true) {
      var state = read.get();
      if (isWanted.test(state)) {
        return state;
      }
      if (deadline.isPassed()) {
        throw error.apply(state);
      }
      Interruption.sleep(PAUSE);
    }
  }
}
