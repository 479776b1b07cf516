package io.reprise.replay.journal;

import io.reprise.kafka.time.Deadline;
import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.checkpoint.ShardTotals;
import io.reprise.replay.checkpoint.ShardWait;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code reprise.progress} to its end and then on as it grows, and keeps the newest progress
 * record of every shard. When a replay has ended for good ({@link #end}), its records are removed
 * from the heap, except those that are CLAIMED.
 *
 * <p>Of the removed records, the heap holds the totals, and the place of each record in the topic.
 * {@code of} then reads them from the topic. This takes some milliseconds, and throws {@link
 * StaleControlException} when it fails.
 *
 * <p>Thread-safe. Listeners are called on the tails' threads and must not block. The opener starts
 * and closes this object.
 */
public final class ProgressLog implements ProgressCopy, AutoCloseable {
  private static final Duration CHECK_AGAIN = Duration.ofMillis(2);
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final ControlTail tail;
  private final StoredProgress stored;
  private final Map<String, ReplayRecords> byReplay = new ConcurrentHashMap<>();
  private final SlotWrites writes = new SlotWrites();

  /** The notes about shards whose last transaction is in doubt. */
  private final NotedDoubts notes = new NotedDoubts();

  private final ExpiredRecords expired = new ExpiredRecords();
  private volatile Predicate<String> isExpired = replay -> false;
  private volatile Consumer<String> onSettled = replay -> {};
  private volatile Consumer<ShardProgress> onUnsettled = record -> {};
  private volatile long changes;

  public ProgressLog(
      Map<String, Object> clientSettings,
      Admin admin,
      ControlTopics topics,
      Consumer<RuntimeException> onFatal) {
    this.tail =
        new ControlTail(
            clientSettings, admin, topics.progress(), topics.slots(), this::apply, onFatal);
    this.stored = new StoredProgress(clientSettings, topics);
  }

  /**
   * Sets two listeners, which learn whether a replay that has ended for good still needs work by a
   * slot's owner.
   *
   * @param settled called with the id of a replay that has ended for good, as soon as none of its
   *     shards is CLAIMED
   * @param unsettled called with a progress record that is CLAIMED although its replay has ended
   *     for good. A worker has then claimed the shard while the replay was ending, and the slot's
   *     owner has to stop the shard
   */
  public void onChangeOfWork(Consumer<String> settled, Consumer<ShardProgress> unsettled) {
    onSettled = settled;
    onUnsettled = unsettled;
  }

  /**
   * Sets how this copy learns whether the replay of a progress record has expired. Must be called
   * before the start. When the answer for a replay changes, {@link #expire} must be called
   * afterwards.
   */
  public void onExpiredReplays(Predicate<String> hasExpired) {
    isExpired = hasExpired;
  }

  /**
   * Notes that a replay has expired. From now on, {@link #expired} returns the keys of its progress
   * records and notes, which the slots' owners remove.
   */
  public void expire(String replay) {
    var records = byReplay.get(replay);
    if (records != null) {
      records.end();
      records.slots().forEach((index, slot) -> expired.add(slot, new ShardKey(replay, index)));
    }
    notes.about(replay).forEach(note -> expired.add(note.slot(), note.shard()));
  }

  /**
   * Notes that a replay has ended for good: removes all its progress records from the heap, except
   * those that are CLAIMED.
   */
  public void end(String replay) {
    var records = byReplay.computeIfAbsent(replay, id -> new ReplayRecords());
    records.end();
    if (records.isSettled()) {
      onSettled.accept(replay);
    }
  }

  /** Starts to read {@code reprise.progress}. */
  public ProgressLog start() {
    tail.start();
    return this;
  }

  private void apply(ConsumerRecord<byte[], byte[]> record) {
    var key = ShardKey.parse(new String(record.key(), StandardCharsets.UTF_8));
    if (record.value() == null) {
      remove(key, record.partition());
      writes.read(record, key, null);
    } else if (DoubtNote.isNote(key)) {
      // A note is written outside the slot's transactions, so it does not say what they wrote.
      applyNote(ControlCodec.decode(record.value(), ShardProgress.class), record.partition());
      return;
    } else {
      var progress = ControlCodec.decode(record.value(), ShardProgress.class);
      put(
          byReplay.computeIfAbsent(key.replay(), replay -> new ReplayRecords()),
          progress,
          record.offset());
      writes.read(record, key, progress);
      // Check for expiry only after the record was put. If the replay expires in between, the call
      // of expire() finds the record.
      if (isExpired.test(key.replay())) {
        expired.add(progress.slot(), key);
      }
    }
    changes++;
  }

  private void applyNote(ShardProgress note, int slot) {
    notes.add(note);
    // A former owner may write a note late, even after the replay has expired. As with a progress
    // record, check for expiry only after the note was added.
    if (isExpired.test(DoubtNote.shard(note.shard()).replay())) {
      expired.add(slot, note.shard());
    }
  }

  private void remove(ShardKey key, int slot) {
    if (DoubtNote.isNote(key)) {
      notes.remove(key);
    } else {
      var records = byReplay.get(key.replay());
      if (records != null) {
        records.remove(key.index());
        if (records.isEmpty()) {
          byReplay.remove(key.replay());
        }
      }
    }
    expired.remove(slot, key);
  }

  private void put(ReplayRecords records, ShardProgress record, long offset) {
    boolean wasSettled = records.isSettled();
    records.put(record, offset);
    boolean settled = records.isSettled();
    if (wasSettled && !settled) {
      onUnsettled.accept(record);
    } else if (settled && !wasSettled) {
      onSettled.accept(record.shard().replay());
    }
  }

  @Override
  public long changes() {
    return changes;
  }

  @Override
  public Map<Integer, ShardProgress> of(String replay) {
    var records = byReplay.get(replay);
    return records == null ? new TreeMap<>() : read(records.snapshot());
  }

  @Override
  public @Nullable ShardProgress of(ShardKey shard) {
    var records = byReplay.get(shard.replay());
    return records == null ? null : read(records.snapshot(shard.index())).get(shard.index());
  }

  @Override
  public Optional<OpenShard> open(ShardKey shard) {
    var records = byReplay.get(shard.replay());
    return records == null ? Optional.of(new OpenShard(null)) : records.open(shard.index());
  }

  @Override
  public Optional<String> doubt(ShardKey shard) {
    if (!notes.isAbout(shard)) {
      return Optional.empty(); // Do not read the shard's record: that takes time.
    }
    return Optional.ofNullable(of(shard)).flatMap(notes::doubt);
  }

  @Override
  public Map<Integer, String> doubts(Map<Integer, ShardProgress> records) {
    var doubts = new TreeMap<Integer, String>();
    records.forEach(
        (index, record) ->
            notes
                .doubt(record)
                .or(() -> unchecked(record))
                .ifPresent(doubt -> doubts.put(index, doubt)));
    return doubts;
  }

  private Optional<String> unchecked(ShardProgress record) {
    var partitions = writes.unchecked(record.slot()).of(record.shard());
    return partitions.isEmpty()
        ? Optional.empty()
        : Optional.of(
            ("a transaction of the shard may hang in %s, which could not be checked%s. It was"
                    + " committed if nextOffset %d counts its records. A worker ends it there when"
                    + " the partition answers and the slot has work")
                .formatted(partitions, error(record.waiting()), record.nextOffset()));
  }

  private static String error(@Nullable ShardWait wait) {
    return wait != null && wait.reason() == ShardWait.Reason.CHECK ? " (" + wait.error() + ")" : "";
  }

  @Override
  public boolean hasRecords(String replay) {
    var records = byReplay.get(replay);
    return records != null && !records.isEmpty() || !notes.about(replay).isEmpty();
  }

  private Map<Integer, ShardProgress> read(ReplayRecords.Snapshot records) {
    var all = new TreeMap<>(records.known());
    all.putAll(stored.read(records.stored()));
    return all;
  }

  @Override
  public boolean isSettled(String replay) {
    var records = byReplay.get(replay);
    return records != null && records.isSettled();
  }

  /**
   * Returns the totals of a settled replay, without reading its records; empty if the replay is not
   * settled, or if the totals are not known because a record was replaced after the replay's end.
   */
  public Optional<ShardTotals> totals(String replay) {
    return Optional.ofNullable(byReplay.get(replay)).flatMap(ReplayRecords::totals);
  }

  @Override
  public List<ShardKey> expired(int slot) {
    return expired.in(slot);
  }

  @Override
  public void awaitRemoved(int slot, List<ShardKey> keys) {
    boolean removed =
        Deadline.after(LIMIT)
            .await(
                () -> {
                  catchUp(slot);
                  return keys.stream().noneMatch(this::hasRecord);
                },
                CHECK_AGAIN);
    if (!removed) {
      throw new StaleControlException(
          "the removal of %d progress records of slot %d was not visible within %d ms"
              .formatted(keys.size(), slot, LIMIT.toMillis()));
    }
  }

  private boolean hasRecord(ShardKey key) {
    if (DoubtNote.isNote(key)) {
      return notes.has(key);
    }
    var records = byReplay.get(key.replay());
    return records != null && records.slots().containsKey(key.index());
  }

  @Override
  public void catchUp() {
    tail.catchUp(LIMIT);
  }

  /**
   * Waits until this copy holds every progress record of one slot's shards that read_committed
   * readers could see at the time of this call.
   */
  public void catchUp(int slot) {
    tail.catchUp(slot, LIMIT);
  }

  /**
   * Returns the partitions in which a transaction of a slot may hang, as far as the slot's
   * committed progress records name them. The result is complete for an owner that has first fenced
   * its predecessor (step S2 of docs/protocol.md) and then called {@link #catchUp(int)}.
   */
  public NamedPartitions lastWrites(int slot) {
    return writes.of(slot);
  }

  @Override
  public void catchUpOwned(int slot) {
    tail.catchUpWhole(slot, LIMIT);
  }

  @Override
  public void awaitVisible(ShardProgress written) {
    boolean visible =
        Deadline.after(LIMIT)
            .await(
                () -> {
                  catchUp(written.slot());
                  return isVisible(written);
                },
                CHECK_AGAIN);
    if (!visible) {
      throw new StaleControlException(
          "the committed progress record of shard %s was not visible within %d ms"
              .formatted(written.shard(), LIMIT.toMillis()));
    }
  }

  private boolean isVisible(ShardProgress written) {
    var newest = of(written.shard());
    return newest != null && (newest.equals(written) || newest.leaseEpoch() > written.leaseEpoch());
  }

  @Override
  public void close() {
    tail.close();
  }
}
