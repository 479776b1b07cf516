package io.reprise.cli.replay;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.output.Text;
import io.reprise.kafka.time.Interruption;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Waits before each new attempt to reach the workers, twice as long after each failure, and gives
 * up when no attempt has succeeded for a limited time. Prints since when the workers are away and
 * why, once for each reason. Confined to one thread.
 */
final class Reconnection {
  private static final Duration FIRST_DELAY = Duration.ofMillis(250);
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(10);

  private final Duration limit;
  private final Consumer<String> messages;
  private final Clock clock;
  private final Consumer<Duration> sleep;

  private @Nullable LocalTime since;
  private long lostAtMillis;
  private Duration delay = FIRST_DELAY;
  private String shownReason = "";

  /**
   * Creates an object whose workers are not away.
   *
   * @param limit how long the workers may be away
   * @param messages receives lines about lost and restored connections
   */
  Reconnection(Duration limit, Consumer<String> messages) {
    this(limit, messages, Clock.systemDefaultZone(), Interruption::sleep);
  }

  Reconnection(Duration limit, Consumer<String> messages, Clock clock, Consumer<Duration> sleep) {
    this.limit = limit;
    this.messages = messages;
    this.clock = clock;
    this.sleep = sleep;
  }

  /** Notes that a worker answered. */
  void succeeded() {
    if (since != null && !shownReason.isEmpty()) {
      messages.accept("connected again after " + Text.duration(away()));
    }
    since = null;
    shownReason = "";
    delay = FIRST_DELAY;
  }

  /**
   * Notes that the workers could not be reached, and waits before the next attempt.
   *
   * @param reason why they could not be reached, as a sentence without a period
   * @param hint what the operator can do, for the failure
   * @throws CommandFailure if the workers have been away for longer than the limit
   */
  void waitAfter(String reason, String hint) {
    if (since == null) {
      since = LocalTime.now(clock).truncatedTo(ChronoUnit.SECONDS);
      lostAtMillis = clock.millis();
    }
    var left = limit.minus(away());
    if (left.isNegative() || left.isZero()) {
      throw new CommandFailure(
          ExitCode.UNREACHABLE,
          "no answer since %s (%s): %s: %s".formatted(since, Text.duration(away()), reason, hint));
    }
    if (!reason.equals(shownReason)) {
      messages.accept(
          "no connection since %s: %s: trying again for %s"
              .formatted(since, reason, Text.duration(limit)));
      shownReason = reason;
    }
    sleep.accept(delay.compareTo(left) < 0 ? delay : left);
    delay = delay.multipliedBy(2);
    if (delay.compareTo(LONGEST_DELAY) > 0) {
      delay = LONGEST_DELAY;
    }
  }

  private Duration away() {
    return Duration.ofMillis(clock.millis() - lostAtMillis);
  }
}
