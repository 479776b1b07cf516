package io.reprise.trials.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.kafka.time.Deadline;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BoundedWaitTest {
  private final AtomicInteger calls = new AtomicInteger();

  @Test
  void repeatsARequestUntilItSucceeds() {
    int answer =
        BoundedWait.forAnswer(
            () -> {
              if (calls.incrementAndGet() < 3) {
                throw new CommandFailure(ExitCode.UNREACHABLE, "the worker is down");
              }
              return 7;
            });

    assertThat(answer).isEqualTo(7);
    assertThat(calls).hasValue(3);
  }

  @Test
  void saysWhyTheLastRequestFailed() {
    assertThatThrownBy(
            () ->
                BoundedWait.forAnswer(
                    () -> {
                      throw new CommandFailure(ExitCode.UNREACHABLE, "the worker is down");
                    },
                    Deadline.after(Duration.ZERO)))
        .isInstanceOfSatisfying(
            CommandFailure.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.UNREACHABLE))
        .hasMessage("no answer within 0 s: the worker is down");
  }

  @Test
  void returnsTheFirstStateThatIsWanted() {
    int state =
        BoundedWait.forState(
            calls::incrementAndGet,
            n -> n >= 2,
            Duration.ofSeconds(20),
            n -> new IllegalStateException());

    assertThat(state).isEqualTo(2);
  }

  @Test
  void makesItsErrorFromTheLastState() {
    assertThatThrownBy(
            () ->
                BoundedWait.forState(
                    calls::incrementAndGet,
                    n -> false,
                    Duration.ZERO,
                    n -> new IllegalStateException("state " + n)))
        .hasMessage("state 1");
  }
}
