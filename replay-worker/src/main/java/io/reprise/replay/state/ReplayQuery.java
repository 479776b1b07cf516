package io.reprise.replay.state;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Selects replays for a list. A replay must match every condition that is not null.
 *
 * @param state the name of the state, such as {@code RUNNING}
 * @param topic the source topic
 * @param target the name of the target
 * @param from the replay was created at this time or later
 * @param to the replay was created before this time
 */
public record ReplayQuery(
    @Nullable String state,
    @Nullable String topic,
    @Nullable String target,
    @Nullable Instant from,
    @Nullable Instant to) {

  /** Selects all replays. */
  public static final ReplayQuery ALL = new ReplayQuery(null, null, null, null, null);

  /** Returns whether the replay is selected. */
  public boolean matches(ListedReplay replay) {
    return (state == null || state.equals(replay.state().name()))
        && (topic == null || topic.equals(replay.topic()))
        && (target == null || target.equals(replay.target()))
        && (from == null || !replay.createdAt().isBefore(from))
        && (to == null || replay.createdAt().isBefore(to));
  }
}
