package io.reprise.replay.state;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All replays by id. The state of each replay follows from its events that were read so far.
 * Replays that have ended for good can be packed ({@link #packing}). A packed replay takes little
 * heap and is not among the {@link #live} replays. Immutable.
 */
public final class ReplayTable {
  /** The table that contains no replays. */
  public static final ReplayTable EMPTY = new ReplayTable(Map.of(), PackedReplays.NONE);

  private final Map<String, Replay> live;
  private final PackedReplays packed;

  private ReplayTable(Map<String, Replay> live, PackedReplays packed) {
    this.live = live;
    this.packed = packed;
  }

  /** Returns the replay with this id, or null when there is none. */
  public @Nullable Replay replay(String id) {
    var replay = live.get(id);
    if (replay != null) {
      return replay;
    }
    var ended = packed.get(id);
    return ended == null ? null : ended.unpack();
  }

  /** Returns all replays, oldest first. Unpacks the packed ones, which takes time. */
  public Collection<Replay> replays() {
    if (packed.size() == 0) {
      return live.values();
    }
    var ids = newest(ReplayQuery.ALL, null, Integer.MAX_VALUE);
    Collections.reverse(ids);
    return ids.stream().map(this::replay).filter(Objects::nonNull).toList();
  }

  /**
   * Returns the replays that are not packed, oldest first. Among them are all replays that run, or
   * that may run later.
   */
  public Collection<Replay> live() {
    return live.values();
  }

  /** Returns the number of replays, packed or not. */
  public int size() {
    return live.size() + packed.size();
  }

  /**
   * Returns the ids of the selected replays, newest first. Ids sort by the time of their creation.
   *
   * @param before returns only ids that are lower than this one; null for no bound
   * @param most the highest number of ids to return
   */
  public List<String> newest(ReplayQuery query, @Nullable String before, int most) {
    var ended = new ArrayList<String>();
    packed.visitNewestFirst(
        before,
        replay -> {
          if (query.matches(replay)) {
            ended.add(replay.id());
          }
          return ended.size() < most;
        });
    var others =
        live.values().stream()
            .filter(replay -> before == null || replay.id().compareTo(before) < 0)
            .filter(query::matches)
            .map(Replay::id);
    var all = new ArrayList<String>();
    Stream.concat(ended.stream(), others)
        .sorted(Comparator.reverseOrder())
        .limit(most)
        .forEach(all::add);
    return all;
  }

  /**
   * Returns a copy of this table in which one more event is applied to the replay {@code id}.
   *
   * @param at the time of the event
   * @throws IllegalStateException when the event is not legal in the replay's state
   */
  public ReplayTable after(String id, ReplayEvent event, Instant at) {
    if (event instanceof ReplayEvent.Created created) {
      return with(id, Replay.created(id, created, at));
    }
    var replay = replay(id);
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
    var fewer = new TreeMap<>(live);
    fewer.remove(id);
    return new ReplayTable(fewer, packed.minus(id));
  }

  /**
   * Returns whether this table has the replay, and the replay is in a state that it cannot leave.
   * Cheap: a packed replay is not unpacked.
   */
  public boolean hasEndedForGood(String id) {
    var replay = live.get(id);
    return replay == null ? packed.get(id) != null : replay.state().isPermanent();
  }

  /** Returns this table with the replay packed if it has ended for good; this table otherwise. */
  public ReplayTable packing(String id) {
    var replay = live.get(id);
    if (replay == null || !replay.state().isPermanent()) {
      return this;
    }
    var fewer = new TreeMap<>(live);
    fewer.remove(id);
    return new ReplayTable(fewer, packed.plus(PackedReplay.of(replay)));
  }

  private ReplayTable with(String id, Replay replay) {
    var more = new TreeMap<>(live);
    more.put(id, replay);
    return new ReplayTable(more, packed.minus(id));
  }
}
