package io.reprise.replay.deliver;

import io.reprise.store.LogBatch;
import io.reprise.store.OffsetRange;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The position of a shard within the batch of records that it read last. The position says which
 * record is next, and which run of skipped offsets is next. The reader skips offsets if the filter
 * does not select their keys.
 *
 * <p>Threading: confined to the shard's thread.
 */
final class BatchCursor {
  private LogBatch batch;
  private int nextRecord;
  private int nextPassed;

  BatchCursor(LogBatch first) {
    this.batch = first;
  }

  /** Moves to the start of {@code next}, the batch that was read after the current one. */
  void moveTo(LogBatch next) {
    batch = next;
    nextRecord = 0;
    nextPassed = 0;
  }

  /**
   * Appends {@code next} to the current batch. {@code next} must begin at the offset at which the
   * current batch ends. Nothing may have been taken from the current batch yet.
   */
  void append(LogBatch next) {
    batch = batch.then(next);
  }

  /** Returns whether the batch has a record that was not taken. */
  boolean hasRecord() {
    return nextRecord < batch.records().size();
  }

  /** Returns the exclusive end of the offsets that the batch covers. */
  long end() {
    return batch.covered().to();
  }

  /** Returns the next record of the batch, or null if all records were taken. */
  @Nullable ConsumerRecord<byte[], byte[]> record() {
    return hasRecord() ? batch.records().get(nextRecord) : null;
  }

  /** Moves past the record that {@link #record} returns. */
  void takeRecord() {
    nextRecord++;
  }

  /**
   * Returns the next run of skipped offsets and moves past the run. Returns empty if no run is
   * left, or if the next run does not begin below {@code offset}.
   */
  Optional<OffsetRange> takePassedBelow(long offset) {
    var passed = batch.passed();
    return nextPassed < passed.size() && passed.get(nextPassed).from() < offset
        ? Optional.of(passed.get(nextPassed++))
        : Optional.empty();
  }
}
