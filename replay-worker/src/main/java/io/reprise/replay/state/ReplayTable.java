package io.reprise.replay.state;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All replays, as the events so far have made them. Immutable; ids sort by time. */
public final class ReplayTable {
  public static final ReplayTable EMPTY = new ReplayTable(Map.of());

  private final Map<String, Replay> replays;

  private ReplayTable(Map<String, Replay> replays) {
    this.replays = replays;
  }

  /** The replay with this id, or null. */
  public @Nullable Replay replay(String id) {
    return replays.get(id);
  }

  /** All of them, oldest first. */
  public Collection<Replay> replays() {
    return replays.values();
  }

  /**
   * This book with one event more.
   *
   * @throws IllegalStateException when the event does not fit what came before
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

  /** This book without a replay whose records were removed after their retention. */
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
