package io.reprise.replay.state;

import io.reprise.replay.plan.PlannedDelivery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
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

  /**
   * Returns whether a replay runs or is stopping. If none does, workers and the coordinator have
   * nothing to do for a replay until the next command.
   */
  public boolean hasActive() {
    return live.values().stream().anyMatch(replay -> replay.state().isActive());
  }

  /**
   * Returns how many replays are in each state, expired ones included. States that no replay is in
   * are missing. Packed replays are not unpacked: with 10,000 of them this takes milliseconds.
   */
  public Map<String, Integer> countByState() {
    var counts = new TreeMap<String, Integer>();
    live.values().forEach(replay -> counts.merge(replay.state().name(), 1, Integer::sum));
    packed.visitNewestFirst(
        null,
        replay -> {
          counts.merge(replay.state().name(), 1, Integer::sum);
          return true;
        });
    return counts;
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
   * Returns the ids of the started replays that read an offset which {@code wanted} reads too, of
   * the same source topic and for the same target, newest first. What such a replay has delivered
   * is not considered. Packed replays are not unpacked: with 10,000 of them this takes
   * milliseconds.
   */
  public List<String> startedLike(PlannedDelivery wanted) {
    Predicate<ListedReplay> isLike =
        replay ->
            replay.startedAt() != null
                && replay.delivery().hasSameSourceAndTarget(wanted)
                && replay.delivery().sharesOffsets(wanted);
    var found = new ArrayList<String>();
    packed.visitNewestFirst(
        null,
        replay -> {
          if (isLike.test(replay)) {
            found.add(replay.id());
          }
          return true;
        });
    live.values().stream().filter(isLike).map(Replay::id).forEach(found::add);
    found.sort(Comparator.reverseOrder());
    return found;
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
    if (event instanceof ReplayEvent.Expired expired
        && (replay == null || replay.nextSeq() != expired.account().events())) {
      // The events before this one may have been removed from the log. The account replaces them.
      return with(id, Replay.expired(id, replay, expired, at));
    }
    if (replay == null) {
      throw new IllegalStateException("first event of replay " + id + " is not its creation");
    }
    return with(id, replay.after(event, at));
  }

  /**
   * Returns a copy of this table to which an event is applied that was read from the log. The log
   * may lack earlier events of the replay, because the events of an expired replay are removed. If
   * some are missing, the table leaves out the replay until its {@link ReplayEvent.Expired} event,
   * which is later in the log. No worker delivers records of a replay that is not in the table.
   *
   * @param seq the event's number in its replay
   */
  public ReplayTable afterRead(String id, long seq, ReplayEvent event, Instant at) {
    return isMissingEventsBefore(id, seq, event) ? without(id) : after(id, event, at);
  }

  /**
   * Returns whether the table lacks events of the replay before {@code event}, and {@code event}
   * does not replace them.
   */
  public boolean isMissingEventsBefore(String id, long seq, ReplayEvent event) {
    return seq > nextSeq(id) && !(event instanceof ReplayEvent.Expired);
  }

  private long nextSeq(String id) {
    var replay = live.get(id);
    if (replay != null) {
      return replay.nextSeq();
    }
    var ended = packed.get(id);
    return ended == null ? 0 : ended.nextSeq();
  }

  /**
   * Returns a copy of this table after an event was removed from the log. The events of an expired
   * replay are removed from the newest to the oldest, so the removal is complete when the first
   * event is removed. If the replay has not expired, or if the removed event is its account, the
   * copy leaves out the replay.
   *
   * @param seq the number of the removed event in its replay
   */
  public ReplayTable withoutEvent(String id, long seq) {
    var listed = listed(id);
    if (listed == null || !listed.isExpired() || seq == listed.accountSeq()) {
      return without(id);
    }
    // Only the removal of the first event changes the replay. After the removal of another event,
    // the replay need not be unpacked.
    return seq == 0 && listed.hasExpiredEvents()
        ? with(id, Objects.requireNonNull(replay(id)).withoutEvents())
        : this;
  }

  /**
   * Returns the properties of a replay that are known without unpacking it; null if there is no
   * such replay.
   */
  private @Nullable ListedReplay listed(String id) {
    var replay = live.get(id);
    return replay == null ? packed.get(id) : replay;
  }

  /** Returns whether this table has the replay, and only the replay's account is kept. Cheap. */
  public boolean isExpired(String id) {
    var replay = listed(id);
    return replay != null && replay.isExpired();
  }

  /** Returns the id of the oldest replay that {@code wanted} accepts; empty if there is none. */
  public Optional<String> oldest(Predicate<ListedReplay> wanted) {
    var found = new ArrayList<String>();
    packed.visitNewestFirst(
        null,
        replay -> {
          if (wanted.test(replay)) {
            found.add(replay.id());
          }
          return true;
        });
    live.values().stream().filter(wanted).map(Replay::id).forEach(found::add);
    return found.stream().min(Comparator.naturalOrder());
  }

  /** Returns a copy of this table without a replay. */
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
    return replay == null ? packed.get(id) != null : isOver(replay);
  }

  /**
   * Returns this table with the replay packed if it has ended for good or has expired; this table
   * otherwise.
   */
  public ReplayTable packing(String id) {
    var replay = live.get(id);
    if (replay == null || !isOver(replay)) {
      return this;
    }
    var fewer = new TreeMap<>(live);
    fewer.remove(id);
    return new ReplayTable(fewer, packed.plus(PackedReplay.of(replay)));
  }

  private static boolean isOver(Replay replay) {
    return replay.state().isPermanent() || replay.isExpired();
  }

  private ReplayTable with(String id, Replay replay) {
    var more = new TreeMap<>(live);
    more.put(id, replay);
    return new ReplayTable(more, packed.minus(id));
  }
}
