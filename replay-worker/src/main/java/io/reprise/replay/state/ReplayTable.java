package io.reprise.replay.state;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All replays by id. The state of each replay follows from its events that were read so far.
 * Immutable.
 */
public final class ReplayTable {
  /** The table that contains no replays. */
  public static final ReplayTable EMPTY = new ReplayTable(Map.of());

  private final Map<String, Replay> replays;

  private ReplayTable(Map<String, Replay> replays) {
    this.replays = replays;
  }

  /** Returns the replay with this id, or null when there is none. */
  public @Nullable Replay replay(String id) {
    return replays.get(id);
  }

  /** Returns all replays, oldest first. */
  public Collection<Replay> replays() {
    return replays.values();
  }

  /**
   * Returns the ids of the selected replays, newest first. Ids sort by the time of their creation.
   *
   * @param before returns only ids that are lower than this one; null for no bound
   * @param most the highest number of ids to return
   */
  public List<String> newest(ReplayQuery query, @Nullable String before, int most) {
    return replays.values().stream()
        .filter(replay -> before == null || replay.id().compareTo(before) < 0)
        .filter(query::matches)
        .map(Replay::id)
        .sorted(Comparator.reverseOrder())
        .limit(most)
        .toList();
  }

  /**
   * Returns a copy of this table in which one more event is applied to the replay {@code id}.
   *
   * @param at the time of the event
   * @throws IllegalStateException when the event is not legal in the replay's state
   */
  public ReplayTable after(String id, ReplayEvent event, Instant at) {
    var replay = replays.get(id);
    if (event instanceof ReplayEvent.Created created) {
      return with(id, Replay.created(id, created, at));
    }
    if (replay == null) {
      throw new IllegalStateException("first event of replay " + id + " is not its creation");
    }
    return with(id, replay.after(event, at));
  }

  /**
   * Returns a copy of this table without a replay. Used after retention has removed the events of
   * the replay.
   */
  public ReplayTable without(String id) {
    var fewer = new TreeMap<>(replays);
    fewer.remove(id);
    return new ReplayTable(fewer);
  }

  private ReplayTable with(String id, Replay replay) {
    var more = new TreeMap<>(replays);
    more.put(id, replay);
    return new ReplayTable(more);
  }
}
