package io.reprise.trials.bench.control;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.kafka.time.Deadline;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * Measures the time from an HTTP call to a worker until the effect of the call is visible in the
 * target. All times are milliseconds since the epoch, and all durations are milliseconds. Caller
 * and broker run on one machine and share a clock. Confined to one thread.
 */
final class EffectTimes {
  private static final long WINDOW_MILLIS = 250;
  private static final long STEP_MILLIS = 10;
  private static final double TOLERANCE = 0.25;
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration INTERVAL = Duration.ofMillis(20);

  private final AppendLog log;

  EffectTimes(AppendLog log) {
    this.log = log;
  }

  /**
   * Returns the time from {@code calledAt} until the last record was appended to the target; 0 if
   * no record was appended after {@code calledAt}. Requires that the replay delivers no more
   * records.
   */
  long untilSilence(long calledAt) {
    log.catchUp();
    return log.lastFrom(calledAt).orElse(calledAt) - calledAt;
  }

  /**
   * Waits until a record was appended to the target topic at or after {@code calledAt}. Returns the
   * time from {@code calledAt} to the first such append.
   */
  long untilFirstRecord(long calledAt) throws InterruptedException {
    return await("no record appeared", () -> log.firstFrom(calledAt)) - calledAt;
  }

  /**
   * Waits until the delivery rate was within 25 % of {@code recordsPerSecond} for 250 ms. Returns
   * the time from {@code calledAt} to the end of the first such 250 ms.
   */
  long untilRate(long calledAt, long recordsPerSecond) throws InterruptedException {
    long end =
        await(
            "the rate never was " + recordsPerSecond + "/s",
            () -> firstWindow(calledAt, recordsPerSecond));
    return end - calledAt;
  }

  private OptionalLong firstWindow(long from, long recordsPerSecond) {
    double wanted = recordsPerSecond * WINDOW_MILLIS / 1_000.0;
    long known = System.currentTimeMillis() - INTERVAL.toMillis();
    for (long start = from; start + WINDOW_MILLIS <= known; start += STEP_MILLIS) {
      long count = log.countBetween(start, start + WINDOW_MILLIS);
      if (Math.abs(count - wanted) <= wanted * TOLERANCE) {
        return OptionalLong.of(start + WINDOW_MILLIS);
      }
    }
    return OptionalLong.empty();
  }

  private interface Question {
    OptionalLong ask();
  }

  private long await(String otherwise, Question question) throws InterruptedException {
    var deadline = Deadline.after(LIMIT);
    while (true) {
      Thread.sleep(INTERVAL.toMillis());
      log.catchUp();
      var answer = question.ask();
      if (answer.isPresent()) {
        return answer.getAsLong();
      }
      if (deadline.isPassed()) {
        throw new CommandFailure(
            ExitCode.FAILED, otherwise + " within " + LIMIT.toSeconds() + " s of the call");
      }
    }
  }
}
