package io.reprise.replay.simulation;

import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.journal.CommandRecord;
import io.reprise.replay.journal.DoubtNote;
import io.reprise.replay.journal.EventKey;
import io.reprise.replay.journal.EventRecord;
import io.reprise.replay.journal.NotedDoubts;
import io.reprise.replay.journal.SlotRecord;
import io.reprise.replay.simulation.Log.Entry;
import io.reprise.replay.state.DecidedCommand;
import io.reprise.replay.state.Replay;
import io.reprise.replay.state.ReplayEvent;
import io.reprise.replay.state.ReplayTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A worker's copies of the control topics: they lag, and are proven complete on demand. */
final class ControlCopy {
  private static final long PROOF_LIMIT_MILLIS = 2_000;
  private static final long NEVER = -1_000_000;

  private final Party worker;
  private final Broker broker;
  private final boolean slow;
  private final Map<ShardKey, ShardProgress> progress = new HashMap<>();
  private final NotedDoubts notes = new NotedDoubts();
  private final Map<Integer, List<ShardKey>> shards = new HashMap<>();
  private final Map<String, EventRecord> assumed = new HashMap<>();
  private final long[] progressAt;
  private final long[] slotsAt;
  private final Map<String, String> lastCommands = new HashMap<>();
  private final Set<String> decidedCommands = new HashSet<>();
  private final Map<String, List<DecidedCommand>> decisions = new HashMap<>();
  private ReplayTable book = ReplayTable.EMPTY;
  private long replaysAt;
  private long provenAt = NEVER;
  private long changes;
  private long cutUntil;

  ControlCopy(Party worker) {
    this.worker = worker;
    this.broker = worker.world().broker();
    this.slow = worker.world().scenario().temper() == Scenario.Temper.SLOW_TO_SHOW;
    this.progressAt = new long[broker.progress.size()];
    this.slotsAt = new long[broker.slots.size()];
    follow();
    prove();
  }

  /** Reads on at irregular intervals, as a tail does. */
  private void follow() {
    var timeline = worker.world().timeline();
    boolean late = timeline.chance(slow ? 0.5 : 0.1);
    long pause = late ? timeline.between(100, 900) : timeline.between(20, 120);
    worker.after(
        pause,
        () -> {
          readShards(this::follow, e -> follow());
          if (timeline.chance(slow ? 0.1 : 0.5)) {
            readReplays(() -> {}, e -> {});
          }
        });
  }

  private void prove() {
    worker.after(slow ? 1_200 : 300, () -> catchUpReplays(this::prove, e -> prove()));
  }

  ReplayTable book() {
    return book;
  }

  ShardProgress progress(ShardKey shard) {
    return progress.get(shard);
  }

  /** Why a shard is in doubt. */
  Optional<String> doubt(ShardKey shard) {
    return Optional.ofNullable(progress.get(shard)).flatMap(notes::doubt);
  }

  /** Why shards of a replay are in doubt, by index. */
  Map<Integer, String> doubts(Map<Integer, ShardProgress> records) {
    var doubts = new TreeMap<Integer, String>();
    records.forEach(
        (index, record) -> doubt(record.shard()).ifPresent(reason -> doubts.put(index, reason)));
    return doubts;
  }

  /** The newest record of each shard of one replay, by index. */
  Map<Integer, ShardProgress> progressOf(String replay) {
    var records = new TreeMap<Integer, ShardProgress>();
    progress.forEach(
        (key, record) -> {
          if (key.replay().equals(replay)) {
            records.put(key.index(), record);
          }
        });
    return records;
  }

  List<ShardKey> shardsIn(int slot) {
    return shards.getOrDefault(slot, List.of());
  }

  /** Grows with every progress record. */
  long changes() {
    return changes;
  }

  /** How long ago the copy of the replay log was known to be complete. */
  long age() {
    return worker.now() - provenAt;
  }

  /** Makes the replay log unreadable for a time. */
  void cutOff(long millis) {
    cutUntil = worker.now() + millis;
  }

  /** Goes on once this copy holds every event that was visible at the time of the call. */
  void catchUpReplays(Runnable then, Consumer<KafkaError> otherwise) {
    long asked = worker.now();
    readReplays(
        () -> {
          if (worker.now() - asked > PROOF_LIMIT_MILLIS) {
            otherwise.accept(KafkaError.STALE);
          } else {
            provenAt = Math.max(provenAt, asked);
            then.run();
          }
        },
        otherwise);
  }

  private void readReplays(Runnable then, Consumer<KafkaError> otherwise) {
    if (worker.now() < cutUntil) {
      worker.after(PROOF_LIMIT_MILLIS, () -> otherwise.accept(KafkaError.STALE));
      return;
    }
    long from = replaysAt;
    worker.ask(
        () -> new Read(broker.replays, from),
        read -> {
          read.entries.forEach(this::applyEvent);
          replaysAt = Math.max(replaysAt, read.end);
          then.run();
        },
        otherwise);
  }

  /** Applies an event before it is visible; only where {@link Rule#AWAIT_EVENT} is broken. */
  void assume(EventRecord event) {
    var replay = book.replay(event.replay());
    if (replay == null ? event.seq() == 0 : event.seq() == replay.nextSeq()) {
      apply(event);
      assumed.put(event.key(), event);
    }
  }

  private void applyEvent(Entry entry) {
    if (entry.offset() >= replaysAt) {
      var taken = assumed.remove(entry.key());
      if (taken == null) {
        apply(entry);
      } else if (!taken.equals(entry.value())) {
        foldUpTo(entry.offset());
      }
    }
  }

  /** Folds the log again after an assumed event was aborted. */
  private void foldUpTo(long offset) {
    book = ReplayTable.EMPTY;
    lastCommands.clear();
    decidedCommands.clear();
    decisions.clear();
    for (var entry : broker.replays.read(0)) {
      if (entry.offset() <= offset) {
        apply(entry);
      }
    }
  }

  private void apply(Entry entry) {
    if (entry.value() == null) {
      var removed = EventKey.parse(entry.key());
      book = book.withoutEvent(removed.replay(), removed.seq());
    } else {
      apply((EventRecord) entry.value());
    }
  }

  private void apply(EventRecord event) {
    book = book.afterRead(event.replay(), event.seq(), event.event(), event.at());
    if (event.event() instanceof ReplayEvent.Expired expired) {
      expired.account().commands().forEach(c -> decidedCommands.add(c.id()));
    }
    if (event.commandId() != null) {
      lastCommands.put(event.replay(), event.commandId());
      decidedCommands.add(event.commandId());
      decisions
          .computeIfAbsent(event.replay(), id -> new ArrayList<>())
          .add(
              new DecidedCommand(
                  event.commandId(), event.by(), event.event().getClass().getSimpleName()));
    }
  }

  /** The commands that were decided about a replay. */
  List<DecidedCommand> decisions(String replay) {
    return decisions.getOrDefault(replay, List.of());
  }

  /** The keys of the records and notes of a slot that are left of expired replays. */
  List<ShardKey> expired(int slot) {
    var records =
        progress.values().stream()
            .filter(record -> record.slot() == slot && book.isExpired(record.shard().replay()))
            .map(ShardProgress::shard);
    var ofNotes =
        book.replays().stream()
            .filter(Replay::isExpired)
            .flatMap(replay -> notes.about(replay.id()).stream())
            .filter(note -> note.slot() == slot)
            .map(ShardProgress::shard);
    return Stream.concat(records, ofNotes)
        .sorted(Comparator.comparing(ShardKey::toString))
        .toList();
  }

  /** Whether a progress record of a replay is left, or a note about one of its shards. */
  boolean hasRecords(String replay) {
    return !progressOf(replay).isEmpty() || !notes.about(replay).isEmpty();
  }

  /** Whether the record or note with this key is left. */
  boolean isLeft(ShardKey key) {
    return DoubtNote.isNote(key) ? notes.has(key) : progress.containsKey(key);
  }

  /** Whether a visible event answers the command. */
  boolean isDecided(CommandRecord command) {
    return decidedCommands.contains(command.id());
  }

  /** Whether the command is the one that was decided last about its replay. */
  boolean isLastDecided(CommandRecord command) {
    return command.id().equals(lastCommands.get(command.replay()));
  }

  /** Goes on once the copy of one slot's shard records is complete as of the call. */
  void catchUpProgress(int slot, Runnable then, Consumer<KafkaError> otherwise) {
    long from = progressAt[slot];
    worker.ask(
        () -> new Read(broker.progress.get(slot), from),
        read -> {
          applyProgress(slot, read);
          then.run();
        },
        otherwise);
  }

  /**
   * As {@link #catchUpProgress(int, Runnable, Consumer)}, for all slots, with the shards that sit
   * in them.
   */
  void readShards(Runnable then, Consumer<KafkaError> otherwise) {
    var fromProgress = progressAt.clone();
    var fromSlots = slotsAt.clone();
    worker.ask(
        () -> {
          var reads = new ArrayList<Read>();
          for (int slot = 0; slot < fromProgress.length; slot++) {
            reads.add(new Read(broker.progress.get(slot), fromProgress[slot]));
            reads.add(new Read(broker.slots.get(slot), fromSlots[slot]));
          }
          return reads;
        },
        reads -> {
          for (int slot = 0; slot < fromProgress.length; slot++) {
            applyProgress(slot, reads.get(2 * slot));
            applySlots(slot, reads.get(2 * slot + 1));
          }
          then.run();
        },
        otherwise);
  }

  private void applyProgress(int slot, Read read) {
    for (var entry : read.entries) {
      if (entry.offset() >= progressAt[slot]) {
        var key = ShardKey.parse(entry.key());
        var record = (ShardProgress) entry.value();
        if (DoubtNote.isNote(key)) {
          if (record == null) {
            notes.remove(key);
          } else {
            notes.add(record);
          }
        } else if (record == null) {
          progress.remove(key);
        } else {
          progress.put(key, record);
        }
        changes++;
      }
    }
    progressAt[slot] = Math.max(progressAt[slot], read.end);
  }

  private void applySlots(int slot, Read read) {
    for (var entry : read.entries) {
      if (entry.offset() >= slotsAt[slot]) {
        var inSlot = shards.computeIfAbsent(slot, unused -> new ArrayList<>());
        if (entry.value() == null) {
          inSlot.remove(ShardKey.parse(entry.key()));
        } else {
          inSlot.add(((SlotRecord) entry.value()).shard());
        }
      }
    }
    slotsAt[slot] = Math.max(slotsAt[slot], read.end);
  }

  /** What a log held for committed readers at one moment. */
  private static final class Read {
    final List<Entry> entries;
    final long end;

    Read(Log log, long from) {
      this.entries = log.read(from);
      this.end = log.stable();
    }
  }
}
