package io.reprise.replay.simulation;

import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.journal.DoubtNote;
import java.time.Instant;

/** Writes notes about shards in doubt into the slots' logs, outside of transactions. */
final class SimulatedDoubtNotes {
  private static final long LATEST_MILLIS = 1_500;

  private final World world;
  private final Broker broker;

  SimulatedDoubtNotes(World world, Broker broker) {
    this.world = world;
    this.broker = broker;
  }

  /** Returns whether a record of a slot's log is a note. */
  static boolean isNote(Log.Entry record) {
    return record.value() != null && DoubtNote.isNote(ShardKey.parse(record.key()));
  }

  /**
   * Returns whether the transaction that has written {@code reached} may have delivered records.
   */
  static boolean mayHaveDelivered(ShardProgress before, ShardProgress reached) {
    return before != null
        && before.leaseEpoch() == reached.leaseEpoch()
        && before.nextOffset() != reached.nextOffset();
  }

  /**
   * Writes the note about a shard.
   *
   * @param before the progress record of the shard before the transaction in doubt
   */
  void write(ShardProgress before) {
    var text = "in doubt from " + before.nextOffset();
    var note = DoubtNote.about(before, text, Instant.EPOCH);
    var stored = world.obeys(Rule.NOTE_EACH_DOUBT) ? note : withOneKey(before, note);
    broker.progress.get(before.slot()).append(stored.shard().toString(), stored, null);
  }

  /**
   * As {@link #write}. In some seeds, a former owner then writes a note about an earlier slice of
   * the shard, late. It could not determine the outcome of that slice, and another owner could.
   */
  void writeBeforeALateOne(ShardProgress before) {
    write(before);
    var timeline = world.timeline();
    var earlier = earlierThan(before);
    if (earlier != null && timeline.chance(0.7)) {
      timeline.after(
          timeline.between(0, LATEST_MILLIS), () -> broker.handle(() -> writeLate(earlier)));
    }
  }

  /** The newest progress record of the shard with a lower next offset; null if there is none. */
  private ShardProgress earlierThan(ShardProgress before) {
    var key = before.shard().toString();
    return broker.progress.get(before.slot()).read(0).stream()
        .filter(entry -> entry.key().equals(key) && entry.value() != null)
        .map(entry -> (ShardProgress) entry.value())
        .filter(record -> record.nextOffset() < before.nextOffset())
        .reduce(null, (older, newer) -> newer);
  }

  /** The note with a key that all notes about the shard have. */
  private static ShardProgress withOneKey(ShardProgress before, ShardProgress note) {
    return new ShardProgress(
        new ShardKey("doubt:" + before.shard().replay(), before.shard().index()),
        note.slot(),
        note.state(),
        note.nextOffset(),
        note.leaseEpoch(),
        note.attempt(),
        note.worker(),
        note.counts(),
        note.holes(),
        note.digest(),
        note.at(),
        note.cause(),
        note.waiting());
  }

  private void writeLate(ShardProgress before) {
    world.note(
        "a former owner notes that %s is in doubt from %d", before.shard(), before.nextOffset());
    world.saw(Sight.LATE_NOTE);
    write(before);
  }
}
