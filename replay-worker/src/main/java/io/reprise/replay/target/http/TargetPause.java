package io.reprise.replay.target.http;

import io.reprise.kafka.time.Deadline;
import io.reprise.kafka.time.Ticker;
import io.reprise.replay.target.TargetUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The time for which a service has asked to get no requests. All shards of a worker that deliver to
 * the service share it. Thread-safe.
 */
final class TargetPause {
  private final String target;
  private final Clock clock;
  private final Ticker ticker;

  /**
   * One wish of the service.
   *
   * @param sentence what the shards wait for, for operators
   */
  private record Wish(Deadline end, String sentence) {}

  private final AtomicReference<@Nullable Wish> wish = new AtomicReference<>();

  /**
   * Creates a pause that has ended.
   *
   * @param clock gives the time in messages
   */
  TargetPause(String target, Clock clock, Ticker ticker) {
    this.target = target;
    this.clock = clock;
    this.ticker = ticker;
  }

  /**
   * Makes the pause last for {@code time} from now on, unless it already lasts longer.
   *
   * @param reason what the service has answered, such as "answered with status 429"
   */
  void last(Duration time, String reason) {
    var sentence =
        "target '%s' %s and asks to wait until %s (Retry-After)"
            .formatted(target, reason, clock.instant().plus(time));
    var wanted = new Wish(Deadline.after(time, ticker), sentence);
    wish.updateAndGet(
        before -> before != null && before.end.left().compareTo(time) > 0 ? before : wanted);
  }

  /** Returns how long the pause lasts from now on; zero if it has ended. */
  Duration left() {
    var current = wish.get();
    return current == null ? Duration.ZERO : current.end.left();
  }

  /**
   * Requires that the pause ends within {@code patience}.
   *
   * @throws TargetUnavailableException when it lasts longer; the message is what the shard waits
   *     for
   */
  void requireShort(Duration patience) {
    var current = wish.get();
    if (current != null && current.end.left().compareTo(patience) > 0) {
      throw new TargetUnavailableException(current.sentence);
    }
  }
}
