package io.reprise.replay.state;

import io.reprise.replay.approve.LimitsConfig;
import io.reprise.replay.spec.Throttle;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a replay may begin to deliver, or change its rate, if all replays together have
 * limits. Immutable and without side effects.
 *
 * @param limits what all replays together may do
 * @param running the replays that run or are stopping
 * @param starter returns who has started a replay, by the id of the replay; null if unknown
 */
public record LimitDecider(
    LimitsConfig limits, List<Replay> running, Function<String, @Nullable String> starter) {

  /**
   * Creates a decider for the present state of all replays.
   *
   * @param starter returns who has started a replay
   */
  public static LimitDecider of(
      LimitsConfig limits, ReplayTable table, Function<String, @Nullable String> starter) {
    return new LimitDecider(
        limits, table.live().stream().filter(r -> r.state().isActive()).toList(), starter);
  }

  /**
   * Returns the event to record: {@code event}, or a refusal if the event would exceed a limit.
   *
   * @param replay the replay that the event changes; null if the event creates it
   * @param by the operator who sent the command that the event answers
   */
  public ReplayEvent limit(@Nullable Replay replay, ReplayEvent event, String by) {
    if (replay == null) {
      return event;
    }
    return refusal(replay, event, by)
        .<ReplayEvent>map(
            reason ->
                new ReplayEvent.CommandRefused("replay %s: %s".formatted(replay.id(), reason)))
        .orElse(event);
  }

  private Optional<String> refusal(Replay replay, ReplayEvent event, String by) {
    if (event instanceof ReplayEvent.RateChanged changed) {
      return replay.state().isActive() ? rate(replay, changed.throttle()) : Optional.empty();
    }
    if (event instanceof ReplayEvent.Started) {
      return start(replay, by);
    }
    if (event instanceof ReplayEvent.Approved) {
      var approval = replay.approval();
      return start(replay, approval == null ? by : approval.request().by());
    }
    if (event instanceof ReplayEvent.Resumed || event instanceof ReplayEvent.Retried) {
      var person = starter.apply(replay.id());
      return start(replay, person == null ? by : person);
    }
    return Optional.empty();
  }

  private Optional<String> start(Replay replay, String person) {
    var most = limits.replays();
    if (most != null && others(replay).size() >= most) {
      return Optional.of(
          "limits.replays is %d, and %d run: wait until one has ended, or pause one"
              .formatted(most, others(replay).size()));
    }
    long own = others(replay).stream().filter(r -> person.equals(starter.apply(r.id()))).count();
    var mostOwn = limits.replaysPerPerson();
    if (mostOwn != null && own >= mostOwn) {
      return Optional.of(
          "limits.replaysPerPerson is %d, and %s has %d running: wait until one has ended, or pause one"
              .formatted(mostOwn, person, own));
    }
    return rate(replay, replay.throttle());
  }

  private Optional<String> rate(Replay replay, Throttle wanted) {
    var records =
        exceeded(
            "limits.recordsPerSecond",
            limits.recordsPerSecond(),
            wanted.recordsPerSecond(),
            sum(replay, Throttle::recordsPerSecond));
    return records.isPresent()
        ? records
        : exceeded(
            "limits.bytesPerSecond",
            limits.bytesPerSecond() == null ? null : limits.bytesPerSecond().bytes(),
            wanted.bytesPerSecond(),
            sum(replay, Throttle::bytesPerSecond));
  }

  private static Optional<String> exceeded(
      String key, @Nullable Long most, @Nullable Long wanted, long others) {
    if (most == null) {
      return Optional.empty();
    }
    if (wanted == null) {
      return Optional.of(
          "it has no such rate limit, and %s is %d: give it a rate limit of at most %d"
              .formatted(key, most, Math.max(0, most - others)));
    }
    return wanted > most - others
        ? Optional.of(
            "it wants %d, the replays that run have %d, and %s is %d: give it a rate limit of at most %d"
                .formatted(wanted, others, key, most, Math.max(0, most - others)))
        : Optional.empty();
  }

  private long sum(Replay replay, Function<Throttle, @Nullable Long> rate) {
    long sum = 0;
    for (var other : others(replay)) {
      var its = rate.apply(other.throttle());
      sum += its == null ? 0 : its;
    }
    return sum;
  }

  private List<Replay> others(Replay replay) {
    return running.stream().filter(other -> !other.id().equals(replay.id())).toList();
  }
}
