package io.reprise.replay.state;

import java.time.Instant;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Selects replays for a list. A replay must match every condition that is not null.
 *
 * @param state the name of the state, such as {@code RUNNING}
 * @param topic the source topic
 * @param target the name of the target
 * @param from the replay was created at this time or later
 * @param to the replay was created before this time
 * @param visible whether the caller may see a replay of this topic and this target
 */
public record ReplayQuery(
    @Nullable String state,
    @Nullable String topic,
    @Nullable String target,
    @Nullable Instant from,
    @Nullable Instant to,
    BiPredicate<String, String> visible) {

  /** Selects all replays. */
  public static final ReplayQuery ALL = new ReplayQuery(null, null, null, null, null);

  /** Creates a query of a caller who may see all replays. */
  public ReplayQuery(
      @Nullable String state,
      @Nullable String topic,
      @Nullable String target,
      @Nullable Instant from,
      @Nullable Instant to) {
    this(state, topic, target, from, to, (anyTopic, anyTarget) -> true);
  }

  /** Returns whether the replay is selected. */
  public boolean matches(ListedReplay replay) {
    return (state == null || state.equals(replay.state().name()))
        && (topic == null || topic.equals(replay.topic()))
        && (target == null || target.equals(replay.target()))
        && (from == null || !replay.createdAt().isBefore(from))
        && (to == null || replay.createdAt().isBefore(to))
        && visible.test(replay.topic(), replay.target());
  }
}
