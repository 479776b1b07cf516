package io.reprise.compactor.fold;

import io.reprise.compactor.state.KeyStates;
import io.reprise.compactor.state.PartitionMark;
import io.reprise.compactor.state.StoredState;
import io.reprise.store.fold.FoldEvent;
import io.reprise.store.fold.FoldResult;
import io.reprise.store.fold.KeyFold;
import io.reprise.store.fold.KeyState;
import io.reprise.store.snapshot.Snapshot;
import io.reprise.store.snapshot.SnapshotCodec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Folds the events of one partition. One transaction contains the changed state of an event's key,
 * the partition's mark (its progress), and the records that the fold writes. After a crash, all
 * three therefore reflect the same events. The set of keys with a pending snapshot is not stored.
 * It is computed again from the states that changed after the last watermark.
 *
 * <p>Threading: confined to one thread.
 */
final class PartitionFold {
  /**
   * The key under which the state store holds the partition's mark. An event with this key is
   * parked, because its state would overwrite the mark.
   */
  static final Bytes MARK = Bytes.wrap(SnapshotCodec.watermarkKey());

  private final FoldContext context;
  private final TopicPartition partition;
  private final KeyStates states;
  private final FoldOutput output;
  private final KeyFold fold;
  private final PendingSnapshots pending;
  private PartitionMark mark;

  /**
   * Resumes folding at the offset that the partition's stored mark names.
   *
   * @throws CompactionStoppedException when the source topic or the snapshot topic was recreated
   */
  PartitionFold(
      FoldContext context, int partition, KeyStates states, FoldOutput output, long nowMillis) {
    this.context = context;
    this.partition = new TopicPartition(context.topics().compaction().topics().source(), partition);
    this.states = states;
    this.output = output;
    this.fold = new KeyFold(context.topics().compaction().provider().create(context.schemas()));
    this.mark = restored(states.get(MARK));
    this.pending =
        new PendingSnapshots(
            context.topics().compaction().emitEvery(), mark.emittedTo(), nowMillis);
    findPending();
    context.marks().follow(partition, () -> mark);
  }

  private PartitionMark restored(byte @Nullable [] stored) {
    var topics = context.topics();
    if (stored == null) {
      return PartitionMark.beginning(topics.sourceId(), topics.snapshotsId());
    }
    var restored = PartitionMark.decode(stored);
    requireSame(partition.topic(), restored.sourceId().equals(topics.sourceId()));
    requireSame(
        topics.compaction().topics().name(), restored.snapshotsId().equals(topics.snapshotsId()));
    return restored;
  }

  private static void requireSame(String topic, boolean same) {
    if (!same) {
      throw CompactionStoppedException.recreated(topic);
    }
  }

  private void findPending() {
    if (mark.processedTo() == mark.pendingFrom()) {
      return;
    }
    states.forEach(
        (key, stored) -> {
          if (!key.equals(MARK) && StoredState.lastOffset(stored) >= mark.pendingFrom()) {
            pending.changed(key);
          }
        });
  }

  /** Returns the first offset that is not folded yet. */
  long processedTo() {
    return mark.processedTo();
  }

  /**
   * Folds the next event, or skips an event that was folded before. The caller passes all events in
   * offset order, without omitting one.
   *
   * @throws RuntimeException when a retry may help; the states are then unchanged
   */
  void process(Record<byte[], byte[]> event, long offset) {
    if (offset < mark.processedTo()) {
      return;
    }
    var cause = fold(event, offset);
    mark = mark.processed(offset + 1, cause);
    pending.counted();
    if (cause == null) {
      context.meters().folded();
    } else {
      output.parked(event, offset, cause);
      context.meters().parked();
    }
    context.fault().clearPassing();
    emit(PendingSnapshots.PER_EVENT);
    save();
  }

  /**
   * Folds the event into its key's state. Returns the cause if the event cannot be folded,
   * otherwise null.
   */
  private @Nullable String fold(Record<byte[], byte[]> event, long offset) {
    if (event.key() == null) {
      return "it has no key";
    }
    var key = Bytes.wrap(event.key());
    if (key.equals(MARK)) {
      return "its key is reserved for watermarks";
    }
    var folded = fold(key, event, offset);
    states.put(key, StoredState.encode(folded.after()));
    pending.changed(key);
    return folded.parkedBecause();
  }

  private FoldResult fold(Bytes key, Record<byte[], byte[]> event, long offset) {
    var stored = states.get(key);
    var before = stored == null ? null : StoredState.decode(stored);
    var next =
        new FoldEvent(
            partition.topic(),
            partition.partition(),
            offset,
            event.timestamp(),
            event.key(),
            event.value(),
            event.headers());
    return FoldRetry.run(() -> fold.fold(before, next));
  }

  /**
   * Begins a flush if one is due: the snapshots of all keys that changed since the last flush
   * become pending. Then writes pending snapshots.
   *
   * @param most the largest number of snapshots that this call writes
   */
  void tick(long nowMillis, int most) {
    boolean hasUnemitted = mark.watermark() == null || mark.processedTo() > mark.pendingFrom();
    if (pending.isDueByEvents() || (hasUnemitted && pending.isDueByTime(nowMillis))) {
      pending.begin(mark.processedTo(), nowMillis);
    }
    if (pending.isUnderWay()) {
      emit(most);
      save();
    }
  }

  private void emit(int most) {
    if (!pending.isUnderWay()) {
      return;
    }
    for (int i = 0; i < most; i++) {
      var key = pending.next();
      if (key == null) {
        break;
      }
      emit(key);
    }
    var watermark = pending.finish();
    if (watermark != null) {
      output.watermark(watermark);
      mark = mark.with(watermark);
    }
  }

  private void emit(Bytes key) {
    var stored = states.get(key);
    if (stored == null) {
      // The key was deleted, and an earlier call has already written the record of its deletion.
      return;
    }
    KeyState kept = StoredState.decode(stored);
    output.snapshot(new Snapshot(key.get(), kept.state(), kept.provenance()));
    pending.emitted(kept.provenance().lastOffset());
    mark = mark.emitted(pending.emittedTo());
    context.meters().emitted();
    if (kept.state() == null) {
      states.delete(key);
    }
  }

  private void save() {
    states.put(MARK, mark.encode());
  }

  /**
   * Removes the partition's mark from the progress that this process reports, because another
   * instance or thread folds the partition from now on.
   */
  void close() {
    context.marks().forget(partition.partition());
  }
}
